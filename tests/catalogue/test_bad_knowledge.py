"""Broken knowledge: each edit of a small sound folder keeps the catalogue from opening, and says so in exactly its golden text.

`good/` is the sound folder. Each `bad/NAME.yaml` breaks one thing of it: it names a `file`, and either what to `replace` and
`by` what, or its whole `content`, or to `remove` it; beside it `bad/NAME.expected.txt` holds the text of the error.
After a message was changed on purpose, `CLONUS_REWRITE_GOLDEN=1 python -m pytest tests/catalogue/test_bad_knowledge.py`
writes the golden texts anew; then read the difference.
"""

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

import clonus
from clonus.catalogue.audit import audit
from clonus.catalogue.opening import build_catalogue

GOOD = Path(__file__).parent / "good"
BAD = Path(__file__).parent / "bad"
EDITS = sorted(BAD.glob("*.yaml"))
TODAY = date(2026, 11, 25)
FILES = sorted(file.relative_to(GOOD).as_posix() for file in GOOD.rglob("*.yaml"))
_PLACED = re.compile(r"(?P<file>[\w./]+)(?::(?P<line>\d+))?(?::(?P<column>\d+))?: (?P<sentence>.+)")
_WORDS_OF_THE_PROGRAM = re.compile(
    r"NoneType|Traceback|Error\b|\bnodes?\b|\bdict\b|\bstr\b|\bscalar\b|\bsequence\b|\btoken\b", re.IGNORECASE
)


def golden(edit: Path) -> Path:
    """Where the golden text of an edit stands."""
    return edit.with_name(f"{edit.stem}.expected.txt")


def apply(edit: Path, knowledge: Path) -> None:
    """Break one thing of a folder."""
    what = yaml.load(edit.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    file = knowledge / what["file"]
    if "remove" in what:
        file.unlink()
    elif "content" in what:
        file.parent.mkdir(exist_ok=True)
        file.write_text(what["content"], encoding="utf-8")
    else:
        replace(file, what["replace"], what["by"])


def refusal(knowledge: Path) -> str:
    """What is said of a folder that does not open; nothing where it opens."""
    try:
        build_catalogue(knowledge)
    except clonus.KnowledgeBroken as broken:
        return str(broken)
    return ""


def replace(file: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


POINTING = [edit for edit in EDITS if golden(edit).exists() and "^" in golden(edit).read_text(encoding="utf-8")]


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the sound folder."""
    return Path(shutil.copytree(GOOD, tmp_path / "knowledge"))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.stem)
def test_a_broken_folder_is_refused_with_exactly_its_golden_text(edit: Path, knowledge: Path) -> None:
    apply(edit, knowledge)

    with pytest.raises(clonus.KnowledgeBroken) as broken:
        build_catalogue(knowledge)

    text = f"{broken.value}\n"
    if os.environ.get("CLONUS_REWRITE_GOLDEN"):
        golden(edit).write_text(text, encoding="utf-8")
    assert text == golden(edit).read_text(encoding="utf-8")


def test_every_edit_has_a_golden_text_and_every_golden_text_its_edit() -> None:
    assert {golden(edit) for edit in EDITS} == set(BAD.glob("*.expected.txt"))
    assert len(EDITS) >= 25


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.stem)
def test_a_golden_text_is_sentences_for_people_each_with_a_place_that_exists(edit: Path, knowledge: Path) -> None:
    apply(edit, knowledge)

    for written in golden(edit).read_text(encoding="utf-8").splitlines():
        if written.startswith("    "):
            continue
        placed = _PLACED.fullmatch(written)

        assert placed, written
        assert placed["sentence"].endswith((".", "?")), "a sentence ends"
        assert not re.search(r"[.?] [A-Z]", placed["sentence"]), "one sentence says it"
        assert not _WORDS_OF_THE_PROGRAM.search(placed["sentence"]), "no word of the program"
        if placed["line"]:
            lines = (knowledge / placed["file"]).read_text(encoding="utf-8").split("\n")
            assert 1 <= int(placed["line"]) <= len(lines)
            assert 1 <= int(placed["column"] or 1) <= len(lines[int(placed["line"]) - 1]) + 1


@pytest.mark.parametrize("edit", POINTING, ids=lambda edit: edit.stem)
def test_the_caret_and_the_column_point_at_the_same_character(edit: Path, knowledge: Path) -> None:
    apply(edit, knowledge)
    written = golden(edit).read_text(encoding="utf-8").splitlines()

    for sentence, rule, caret in zip(written[::3], written[1::3], written[2::3], strict=True):
        placed = _PLACED.fullmatch(sentence)
        assert placed
        if placed["column"]:
            line = (knowledge / placed["file"]).read_text(encoding="utf-8").split("\n")[int(placed["line"]) - 1]
            assert line[int(placed["column"]) - 1 :].startswith(rule[caret.index("^") :])


def test_the_sound_folder_opens_and_its_house_is_in_order() -> None:
    catalogue = build_catalogue(GOOD)
    case = {"medications": [{"name": "sertraline"}], "findings": {"tremor": "present", "hyperreflexia": "present"}}

    assert clonus.assess(clonus.read_case(case, catalogue), catalogue).verdicts[0].truth is clonus.Truth.YES
    assert audit(catalogue, TODAY).broken == ()


def test_an_unknown_source_of_a_statement_is_a_matter_of_the_audit(knowledge: Path) -> None:
    replace(knowledge / "findings.yaml", "reader1999, place: page 3", "reader2000, place: page 3")

    report = audit(build_catalogue(knowledge), TODAY)

    assert [(one.kind, one.statement) for one in report.broken] == [("unknown source", "finding tremor")]


def test_a_folder_that_is_not_there_is_refused_by_its_parts(tmp_path: Path) -> None:
    with pytest.raises(clonus.KnowledgeBroken, match=r"^sources: this part of the knowledge is missing: put it back\.\n"):
        build_catalogue(tmp_path / "nowhere")


def test_an_axiom_of_too_many_cases_is_refused_with_its_remedy(knowledge: Path) -> None:
    entry = "name: N, kind: other, definition: D, examine: E, effort: look, evidence: [{source: background, grade: background}]"
    with (knowledge / "findings.yaml").open("a", encoding="utf-8") as file:
        file.writelines(f"  - {{id: sign_{number}, {entry}}}\n" for number in range(20))
    signs = ", ".join(f"sign_{number}" for number in range(20))
    replace(knowledge / "axioms.yaml", "hyperthermia implies", f"at least 10 of ({signs}) implies")

    with pytest.raises(clonus.KnowledgeBroken) as broken:
        build_catalogue(knowledge)

    assert str(broken.value) == "axioms.yaml: an axiom has too many cases to be compiled: split it, or name a part as a fact."


@pytest.mark.parametrize("name", FILES)
def test_a_file_from_which_any_one_line_is_lost_opens_or_is_refused_and_nothing_else(name: str, knowledge: Path) -> None:
    lines = (knowledge / name).read_text(encoding="utf-8").splitlines(keepends=True)

    for number in range(len(lines)):
        (knowledge / name).write_text("".join(lines[:number] + lines[number + 1 :]), encoding="utf-8")
        assert not _WORDS_OF_THE_PROGRAM.search(refusal(knowledge)), number


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("put", ["[]", "{}", "''", "-1", ".nan", "nonsense", "[a, b]", "{a: b}"])
def test_a_file_of_which_any_one_value_is_another_opens_or_is_refused_and_nothing_else(name: str, put: str, knowledge: Path) -> None:
    lines = (knowledge / name).read_text(encoding="utf-8").splitlines(keepends=True)

    for number, line in enumerate(lines):
        changed = re.sub(r"^([- ]*\w+:) .*", rf"\1 {put}", line)
        (knowledge / name).write_text("".join([*lines[:number], changed, *lines[number + 1 :]]), encoding="utf-8")
        assert not _WORDS_OF_THE_PROGRAM.search(refusal(knowledge)), number
