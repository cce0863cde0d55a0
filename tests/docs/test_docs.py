"""The documentation says what is so: examples run, names exist, cited tests exist, links lead somewhere, sentences stand alone."""

import contextlib
import importlib
import json
import re
from pathlib import Path

import pytest

import clonus
from clonus.catalogue.opening import KNOWLEDGE
from tests.commands import run
from tests.docs.pages import EXAMPLES, REWRITE, ROOT, block_commands, pages, prose, wanted, written_pages

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_DOTTED = re.compile(r"`(clonus(?:\.\w+)+)`")
_CITED = re.compile(r"tests/[\w/]+\.py::\w+")
_FORBIDDEN = re.compile(
    r"\b(?:excluded|ruled out|rules out|(?:is|are|be|was) safe|all clear|(?:is|are) clear of|no toxicity|nothing to worry)\b", re.IGNORECASE
)
_NEXT_SENTENCE = re.compile(r"(?<![\d])[.!?][\"')\]*_]*\s+[\"'(\[*_`]*[A-Z]")
_ENDS = re.compile(r"[.!?:][\"')\]*_`]*$")
_MARKER = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")


def named(page: Path) -> str:
    """A page as a test's name shows it."""
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in written_pages() if page.name != "README.md"], ids=named)
def test_every_example_says_what_the_page_shows(page: Path) -> None:
    """Console blocks, Python sessions, and files shown in part; CLONUS_REWRITE_GOLDEN=1 writes them anew."""
    shown = wanted(page)

    if REWRITE:
        page.write_text(shown, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == shown


def test_no_page_shows_a_failure_that_is_none_of_ours_as_if_it_were_meant() -> None:
    """An example that broke would be written anew with its failure as the answer."""
    for page in written_pages():
        ends = re.findall(r"^([\w.]*(?:Error|Exception)): .*", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(ends) <= {"TypeError"}, page


def test_the_first_page_names_commands_that_exist() -> None:
    """README shows commands without their output: each must be one of ours."""
    listed = run("--help").output

    for command in block_commands((ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.search(rf"^\s+{command.split()[0]}\s", listed, re.MULTILINE), command


@pytest.mark.parametrize("name", sorted(set(_DOTTED.findall((ROOT / "GLOSSARY.md").read_text(encoding="utf-8")))))
def test_every_name_in_the_glossary_exists_in_the_code(name: str) -> None:
    """A word that was renamed in the code is renamed in the glossary too."""
    parts = name.split(".")
    found: object = None
    for length in range(len(parts), 0, -1):
        with contextlib.suppress(ModuleNotFoundError):
            found = importlib.import_module(".".join(parts[:length]))
            break
    for attribute in parts[length:]:
        found = getattr(found, attribute)

    assert found is not None


@pytest.mark.parametrize("cited", sorted(set(_CITED.findall((ROOT / "SAFETY.md").read_text(encoding="utf-8")))))
def test_every_test_that_the_safety_page_cites_exists(cited: str) -> None:
    """A control is shown by a test that can fail, not by its name."""
    file, _, name = cited.partition("::")

    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_every_hazard_has_a_control_and_a_test_that_shows_it() -> None:
    """Numbered without a gap, no cell empty."""
    rows = [line for line in (ROOT / "SAFETY.md").read_text(encoding="utf-8").splitlines() if re.match(r"\| H-\d\d ", line)]

    assert len(rows) >= 14
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[0] == f"H-{number:02}"
        assert len(cells) == 7
        assert all(cells)
        assert _CITED.search(cells[5])


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_link_leads_to_a_file(page: Path) -> None:
    """Relative links only: nothing here reaches for the network."""
    for target in _LINK.findall(prose(page.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", written_pages(), ids=named)
def test_every_sentence_stands_on_its_own_line(page: Path) -> None:
    """So that a change of one sentence is a change of one line; headings, tables and list marks aside."""
    lines = prose(page.read_text(encoding="utf-8")).splitlines()

    for number, line in enumerate(lines, start=1):
        if line.startswith(("#", "|", "    ")) or not line.strip():
            continue
        said = re.sub(r"`[^`]*`", "x", _MARKER.sub("", _IMAGE.sub("", line).strip()))
        if not said:
            continue
        assert not _NEXT_SENTENCE.search(said), f"line {number} holds two sentences: {line}"
        assert _MARKER.match(line) or _ENDS.search(said), f"line {number} breaks off: {line}"


def test_two_sentences_on_one_line_are_noticed() -> None:
    """The check above can fail."""
    assert _NEXT_SENTENCE.search("The criteria are open. Examine the ankles.")
    assert not _NEXT_SENTENCE.search("Section 5. of the table, e.g. the third row.")
    assert not _ENDS.search("this line breaks off in the middle of")


def test_no_output_claims_more_than_the_criteria_can() -> None:
    """Every command of the pages, the tour and the explanation of Hunter in every format."""
    typed = {
        command for page in written_pages() if page.name != "README.md" for command in block_commands(page.read_text(encoding="utf-8"))
    }
    everywhere = {f"{command} --format {form}" for command in ("tour", "explain hunter") for form in ("text", "markdown", "json")}

    with contextlib.chdir(EXAMPLES):
        for command in sorted(typed | everywhere):
            result = run(*command.split())
            assert not _FORBIDDEN.search(result.output + result.errors), command


def test_no_statement_of_the_catalogue_claims_more_than_the_criteria_can() -> None:
    """What criteria, rules, conditions, passages and pitfalls say is data, and is held to the same."""
    catalogue = clonus.open_catalogue()
    said = [rule.says for rule in catalogue.stated_rules()]
    for criterion in catalogue.criteria.values():
        said += [*criterion.answers.values(), criterion.signs_agent_uncertain, criterion.signs_without_agent, criterion.limits]
    for criterion in catalogue.criteria.values():
        said += [criterion.says, *(passage.says for passage in criterion.passages)]
    for condition in catalogue.conditions.values():
        said += [condition.says, *(passage.says for passage in condition.passages)]
    for step in catalogue.plan.steps.values():
        said += [step.name, *(option.says for option in step.options), *(detail.says for detail in step.details)]
        said += [dose.how for option in step.options for dose in option.doses]
    said += [one.says for one in catalogue.plan.may_give.values()]
    said += [one.says for one in catalogue.plan.stopping.values()]
    said += [one.says for one in catalogue.plan.poison_centers.values()]
    for topic in catalogue.topics.values():
        said += [statement.says for section in topic.sections for statement in section.statements]
    said += [line.words["en"] for line in catalogue.leaflet.lines]

    assert [sentence for sentence in said if _FORBIDDEN.search(sentence)] == []


def test_no_word_of_the_catalogue_is_one_that_could_be_read_as_an_all_clear() -> None:
    """Whatever it speaks of: a word that is nowhere can be printed nowhere."""
    words = re.compile(r"\b(?:safe|safely|clear|clearly|excluded|ruled out)\b", re.IGNORECASE)
    files = [file for file in sorted(KNOWLEDGE.rglob("*.yaml")) if file.parent.name != "sources"]

    found = [
        f"{file.name}: {line.strip()}" for file in files for line in file.read_text(encoding="utf-8").splitlines() if words.search(line)
    ]
    assert (len(files) > 20, found) == (True, [])


def test_no_page_shows_a_path_of_somebodys_machine() -> None:
    """Paths are relative to the checkout."""
    for page in pages():
        assert not re.search(r"(?<![\w.])/(?:home|Users|work|tmp|root)/", page.read_text(encoding="utf-8")), page


def test_the_example_cases_that_are_shown_as_good_can_be_assessed() -> None:
    """Each of them gives an answer."""
    for file in ("first-case.yaml", "first-case-examined.yaml", "two-cases.yaml", "unknown-drug.yaml"):
        answer = json.loads(run("assess", str(EXAMPLES / file), "--format", "json").output)
        assert answer["assessments"]
