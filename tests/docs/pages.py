"""The pages of the documentation as a test reads them: which there are, their examples, and how to run and rewrite those."""

import contextlib
import doctest
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.commands import run

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
REWRITE = bool(os.environ.get("CLONUS_REWRITE_GOLDEN"))
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_DIRECTIVE = re.compile(r"<!-- (output|file|entry): (.*?) -->\s*\Z")
_DIGEST = re.compile(r"sha256:[0-9a-f]{12,64}…?")


def pages() -> list[Path]:
    """Every Markdown file of the checkout that people keep; what a tool made or installed is left out."""
    folders = [ROOT, *(ROOT / name for name in ("docs", "src", "tests", "benchmarks"))]
    found = {page for folder in folders for page in (folder.glob("*.md") if folder == ROOT else folder.rglob("*.md"))}
    return sorted(page for page in found if "golden" not in page.parts)


def written_pages() -> list[Path]:
    """The pages that people write, which a generator did not."""
    return [page for page in pages() if "reference" not in page.parts]


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands between the fences, and the directive in the line before, if there is one."""

    language: str
    body: str
    directive: str
    argument: str
    start: int
    end: int


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for match in _FENCE.finditer(text):
        found = _DIRECTIVE.search(text[: match.start()])
        directive, argument = (found.group(1), found.group(2)) if found else ("", "")
        yield Block(match["language"], match["body"], directive, argument, match.start("body"), match.end("body"))


def prose(text: str) -> str:
    """A page without its fenced blocks and comments, line for line."""
    without = _FENCE.sub(lambda match: "\n" * match.group(0).count("\n"), text)
    return re.sub(r"<!--.*?-->", "", without)


def wanted(page: Path) -> str:
    """The page as it should be: the same text, with the output of every example as it is now."""
    text = page.read_text(encoding="utf-8")
    pieces, position = [], 0
    names: dict[str, object] = {}
    with contextlib.chdir(EXAMPLES):
        for block in blocks(text):
            pieces += [text[position : block.start], _now(block, names)]
            position = block.end
    return "".join([*pieces, text[position:]])


def _now(block: Block, names: dict[str, object]) -> str:
    """What should stand in a block; a block that is no example stays as it is."""
    if block.directive == "output":
        return _output(block.argument)
    if block.directive == "file":
        return (EXAMPLES / block.argument).read_text(encoding="utf-8")
    if block.directive == "entry":
        return entry(*block.argument.split(" of "))
    if block.language == "console":
        return _console(block.body)
    return _pycon(block.body, names) if block.language == "pycon" else block.body


def block_commands(text: str) -> set[str]:
    """The commands that stand behind a prompt."""
    return set(re.findall(r"^\$ clonus (.*)$", text, re.MULTILINE))


def _console(body: str) -> str:
    """The block with each command followed by what it writes; `echo $?` says how the command before it ended."""
    lines: list[str] = []
    status = 0
    for line in body.splitlines():
        if not line.startswith("$ "):
            continue
        lines.append(f"{line}\n")
        if line == "$ echo $?":
            lines.append(f"{status}\n")
            continue
        name, *arguments = shlex.split(line.removeprefix("$ "))
        assert name == "clonus", f"an example runs `{name}`, which is not ours"
        result = run(*arguments)
        status = result.status
        lines.append(_steady(result.output + result.errors))
    return "".join(lines)


def _output(command: str) -> str:
    name, *arguments = shlex.split(command)
    assert name == "clonus"
    return _steady(run(*arguments).output)


def _steady(text: str) -> str:
    """An output without what changes from one state of the catalogue to the next, and without blanks at the ends of lines."""
    return "".join(f"{line.rstrip()}\n" for line in _DIGEST.sub("sha256:…", text).splitlines())


class _Recorder(doctest.DocTestRunner):
    """Runs examples and keeps what each one said, whatever the page expects."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.said: list[str] = []

    def report_start(self, out: object, test: doctest.DocTest, example: doctest.Example) -> None:
        """Say nothing."""

    def report_success(self, out: object, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        """Keep what was said."""
        self.said.append(got)

    def report_failure(self, out: object, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        """Keep what was said."""
        self.said.append(got)

    def report_unexpected_exception(self, out: object, test: doctest.DocTest, example: doctest.Example, exc_info: object) -> None:
        """Keep the error's name and sentence under the head that a session shows."""
        assert isinstance(exc_info, tuple)
        kind, error = exc_info[0], exc_info[1]
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        self.said.append(f"Traceback (most recent call last):\n  ...\n{name}: {error}\n")


def _pycon(body: str, names: dict[str, object]) -> str:
    """The block with each statement followed by what it says; all blocks of a page share their names."""
    test = doctest.DocTestParser().get_doctest(body, names, "page", None, 0)
    for example in test.examples:
        example.exc_msg = None  # so that every error is kept in the same form, expected or not
    recorder = _Recorder()
    recorder.run(test, out=lambda text: None, clear_globs=False)
    names.update(test.globs)
    shown = []
    for example, said in zip(test.examples, recorder.said, strict=True):
        first, *rest = example.source.removesuffix("\n").split("\n")
        ending = ["...\n"] if rest and rest[-1].startswith(" ") else []
        shown += [f">>> {first}\n", *(f"... {line}".rstrip() + "\n" for line in rest), *ending, said]
    return "".join(shown)


def entry(name: str, file: str) -> str:
    """One entry of a list in a file of the checkout, as it stands there, moved to the left margin."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        found = re.fullmatch(rf"( *)- (?:id|name): {re.escape(name)}", line)
        if found:
            margin = len(found.group(1))
            kept = [line]
            for following in lines[number + 1 :]:
                if following.strip() and len(following) - len(following.lstrip()) <= margin:
                    break
                kept.append(following)
            return "".join(f"{one[margin:]}\n" for one in kept).rstrip() + "\n"
    raise LookupError(f"{file} has no entry `{name}`")
