"""Broken case files: each ends with status 2, nothing on standard output, and exactly its golden text on standard error.

Beside `bad/NAME.yaml` (or .json) stands `bad/NAME.expected.txt`. A file holds one fault unless its name says otherwise.
After a message was changed on purpose, `CLONUS_REWRITE_GOLDEN=1 python -m pytest tests/adapters/test_bad_files.py`
writes the golden texts anew; then read the difference as a tired doctor would.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import clonus
from clonus.adapters.formats.case import read_cases
from clonus.catalogue import reader
from tests.commands import run

BAD = Path(__file__).parent / "bad"
BROKEN = sorted(file for file in BAD.iterdir() if file.suffix in (".yaml", ".json"))
CATALOGUE = clonus.open_catalogue()
_PLACED = re.compile(r"(?P<file>[^:]+):(?:(?P<line>\d+):(?P<column>\d+):)? (?P<sentence>.+)")
_WORDS_OF_THE_PROGRAM = re.compile(
    r"NoneType|Traceback|Error\b|\bnodes?\b|\bdict\b|\bstr\b|\bscalar\b|\bsequence\b|\btoken\b", re.IGNORECASE
)
# This parser reads the escape of half a character, which is then refused as the character that it is.
SAID_OTHERWISE_BY_THE_SLOW_PARSER = {"lone_surrogate.json"}

GOOD_CASE = """\
schema_version: 1
id: ward-7-bed-3
as_of: 2026-11-22T14:00:00+01:00
patient: {age: 70, sex: female, weight: 62, pregnant: no, conditions: [epilepsy]}
medications:
  - name: Zoloft 100 mg tablets
    daily_dose: 100 mg
    started: 2026-10-01
    increased: "2026-11"
    stopped: 2026-11-21
  - {rxcui: "10689", started: 3, prn: true}
tolerated: [[sertraline, trazodone]]
setting: ward
baseline: [tremor]
examined_under: [benzodiazepine]
findings:
  inducible_clonus: present
  diaphoresis: absent
vitals: {temperature: 38.2, heart_rate: 118}
labs: {calcium: 6.8 mg/dL}
examinations:
  - {at: 2026-11-22T10:00:00+01:00, findings: {inducible_clonus: absent}}
"""


def golden(file: Path) -> Path:
    """Where the golden text of a broken file stands."""
    return file.with_name(f"{file.stem}.expected.txt")


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.name)
def test_a_broken_file_is_refused_with_exactly_its_golden_text(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)

    result = run("assess", file.name)

    if os.environ.get("CLONUS_REWRITE_GOLDEN"):
        golden(file).write_text(result.errors, encoding="utf-8")
    assert result.errors == golden(file).read_text(encoding="utf-8")
    assert (result.output, result.status) == ("", 2)


@pytest.mark.parametrize(
    "name",
    ["misspelled_finding.yaml", "temperature_386.yaml", "latin_1.yaml", "alias_bomb.yaml", "trailing_comma.json", "many_faults.yaml"],
)
def test_the_command_itself_refuses_a_broken_file_in_the_same_words(name: str) -> None:
    ended = subprocess.run([sys.executable, "-m", "clonus", "assess", name], cwd=BAD, capture_output=True, check=False)

    assert ended.stderr.decode("utf-8") == golden(BAD / name).read_text(encoding="utf-8")
    assert (ended.stdout, ended.returncode) == (b"", 2)


def test_every_broken_file_has_a_golden_text_and_every_golden_text_its_file() -> None:
    assert {golden(file) for file in BROKEN} == set(BAD.glob("*.expected.txt"))
    assert len({file.stem for file in BROKEN}) == len(BROKEN), "two files would share a golden text"
    assert len(BROKEN) >= 60


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.name)
def test_a_golden_text_is_sentences_for_people_each_with_a_place_that_exists(file: Path) -> None:
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")

    for written in golden(file).read_text(encoding="utf-8").splitlines():
        placed = _PLACED.fullmatch(written)

        assert placed, written
        assert placed["file"] == file.name
        assert placed["sentence"].endswith((".", "?")), "a sentence ends"
        assert not re.search(r"[.?] [A-Z]", placed["sentence"]), "one sentence says it"
        assert not _WORDS_OF_THE_PROGRAM.search(placed["sentence"]), "no word of the program"
        assert ": " in placed["sentence"] or "did you mean" in placed["sentence"] or "which should be" in placed["sentence"], "a remedy"
        if placed["line"]:
            assert 1 <= int(placed["line"]) <= len(lines)
            assert 1 <= int(placed["column"]) <= len(lines[int(placed["line"]) - 1]) + 1


@pytest.mark.parametrize(
    "file", [file for file in BROKEN if file.name not in SAID_OTHERWISE_BY_THE_SLOW_PARSER], ids=lambda file: file.name
)
def test_the_slow_parser_refuses_in_the_same_words(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    monkeypatch.setattr(reader, "_Parser", None)

    assert run("assess", file.name).errors == golden(file).read_text(encoding="utf-8")


def test_one_bad_case_refuses_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)

    assert run("assess", "one_bad_case_among_good.yaml").output == ""


def test_skipping_refused_cases_assesses_the_others_and_reports_the_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)

    result = run("assess", "one_bad_case_among_good.yaml", "--skip-refused", "--format", "json")
    answer = json.loads(result.output)

    assert (result.status, result.errors) == (0, "")
    assert [assessment["id"] for assessment in answer["assessments"]] == ["bed-3", "bed-5"]
    assert [refused["id"] for refused in answer["refused"]] == ["bed-4"]
    assert answer["refused"][0]["faults"] == golden(BAD / "one_bad_case_among_good.yaml").read_text(encoding="utf-8").splitlines()


def test_skipping_refused_cases_refuses_a_file_of_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)

    result = run("assess", "two_bad_cases.yaml", "--skip-refused")

    assert (result.status, result.output) == (2, "")
    assert result.errors == golden(BAD / "two_bad_cases.yaml").read_text(encoding="utf-8")


def test_standard_input_is_refused_in_the_same_words() -> None:
    content = (BAD / "two_faults.yaml").read_bytes()

    ended = subprocess.run([sys.executable, "-m", "clonus", "assess", "-"], input=content, capture_output=True, check=False)

    expected = golden(BAD / "two_faults.yaml").read_text(encoding="utf-8").replace("two_faults.yaml:", "standard input:")
    assert (ended.stderr.decode("utf-8"), ended.stdout, ended.returncode) == (expected, b"", 2)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "this is a folder: name a file in it."


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    expected = "the file cannot be opened (no such file or directory): check its name, its folder and your permission to read it."

    assert refusal(tmp_path / "nowhere.yaml") == expected


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read every file, so nothing is refused")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "medications: []\n")
    file.chmod(0)

    expected = "the file cannot be opened (permission denied): check its name, its folder and your permission to read it."
    assert refusal(file) == expected


def test_ten_megabytes_of_brackets_are_refused_for_their_size(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "[" * 10_000_000)) == "the file is larger than 4 MB: split it into several."


@pytest.mark.parametrize("depth", ["[", "{a: ", "- ", "[\n"])
def test_three_megabytes_of_brackets_are_refused_for_their_depth(tmp_path: Path, depth: str) -> None:
    refused = refusal(written(tmp_path, depth * (3_000_000 // len(depth))))

    assert refused.partition(" ")[2] == "lists or mappings are nested more than 40 deep: check the brackets here."


def test_an_alias_bomb_is_refused_at_its_first_anchor(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))

    expected = "1:5: what begins with & or * is an anchor or an alias, which is not read: write the value out, or put a text in quotes."
    assert refusal(written(tmp_path, bomb)) == expected


def test_a_device_without_content_is_refused_as_empty() -> None:
    assert refusal(Path(os.devnull)) == "the file is empty, or holds comments alone: write its entries, or name another file."


def test_a_device_without_end_is_refused_for_its_size() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no endless device")

    assert refusal(endless) == "the file is larger than 4 MB: split it into several."


def test_a_moment_on_the_command_line_that_is_none_is_refused(tmp_path: Path) -> None:
    result = run("assess", str(written(tmp_path, GOOD_CASE)), "--as-of", "yesterday")

    assert result.errors == "`--as-of` is `yesterday`, which is not a moment: write 2026-11-22 or 2026-11-22T14:00:00+01:00.\n"
    assert (result.output, result.status) == ("", 2)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"id": "\ud800"}, "id: the character U+D800 stands here, which belongs in no text: remove it."),
        (
            {"medications": [{"name": "sertra\x00line"}]},
            "medications[1].name: the character U+0000 stands here, which belongs in no text: remove it.",
        ),
        (
            {"medications": [{"name": b"sertraline"}]},
            "medications[1].name: a value of the type bytes cannot stand in a case: use text, a number, a list or a mapping.",
        ),
        (
            {"patient": {"age": 10**5000}},
            "patient: `age` is `1e1000`, which is larger, smaller or longer than any number that is measured: check it.",
        ),
        (
            {"patient": {"age": float("nan")}},
            "patient: `age` is `nan`, which is no value that can be measured: leave the key out where the value is not known.",
        ),
    ],
)
def test_a_mapping_that_no_file_could_hold_is_refused(value: dict[str, object], sentence: str) -> None:
    with pytest.raises(clonus.InputRefused) as refused:
        clonus.read_case(value, CATALOGUE)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("looks_broken", "is_the_same_as"),
    [
        (
            "as_of: 2026-11-22\nmedications: [{name: sertraline, started: 2026-10}]",
            'as_of: 2026-11-22\nmedications: [{name: sertraline, started: "2026-10"}]',
        ),
        ('{\n\t"findings": {\n\t\t"tremor": "present"\n\t}\n}', "findings: {tremor: present}"),
        ("\ufefffindings:\r\n  tremor: present\r\n", "findings: {tremor: present}"),
        ('{"id": "bed \\ud83d\\ude00", "findings": {"tremor": "present"}}', "id: bed 😀\nfindings: {tremor: present}"),
        ("findings:\n  tremor: Present\n", "findings: {tremor: present}"),
        ("vitals: {temperature: 3.82e1}", "vitals: {temperature: 38.2}"),
        ("vitals: {temperature: 100.76 °F}", "vitals: {temperature: 38.2}"),
        ("labs: {white_cell_count: 11 x10^9/L}", "labs: {white_cell_count: 11}"),
    ],
)
def test_what_looks_broken_and_is_not_is_read(looks_broken: str, is_the_same_as: str) -> None:
    [looking], [plain] = (
        read_cases(reader.read_text(text.removeprefix("\ufeff")), CATALOGUE).records for text in (looks_broken, is_the_same_as)
    )

    assert looking == plain


def test_a_case_from_which_any_one_character_is_lost_is_read_or_refused_and_nothing_else() -> None:
    refused = 0
    for position in range(len(GOOD_CASE)):
        damaged = GOOD_CASE[:position] + GOOD_CASE[position + 1 :]
        try:
            refused += len(read_cases(reader.read_text(damaged), CATALOGUE).refused)
        except clonus.InputRefused:
            refused += 1

    assert read_cases(reader.read_text(GOOD_CASE), CATALOGUE).refused == ()
    assert refused > len(GOOD_CASE) / 4


@pytest.mark.parametrize(
    "put", ["\t", "'", '"', ":", ": ", "- ", "[", "}", ",", "&", "*", "!", "%", "\x07", "\n", "#", "null", ".nan", "1e99"]
)
def test_a_case_into_which_anything_strays_is_read_or_refused_and_nothing_else(put: str) -> None:
    for position in range(0, len(GOOD_CASE), 3):
        damaged = GOOD_CASE[:position] + put + GOOD_CASE[position:]
        try:
            read = read_cases(reader.read_text(damaged), CATALOGUE)
            sentences = [fault for _, faults in read.refused for fault in faults]
            answered = bool(read.records) or bool(sentences)
        except clonus.InputRefused as refused:
            sentences, answered = list(refused.faults), bool(refused.faults)
        assert answered, position
        assert all(str(sentence).strip() for sentence in sentences), position


def written(folder: Path, text: str) -> Path:
    """A case file with some text."""
    file = folder / "case.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(file: Path) -> str:
    """What the command says of a file that it refuses, without the file's name."""
    result = run("assess", str(file))
    assert (result.output, result.status) == ("", 2)
    [sentence] = result.errors.splitlines()
    assert sentence.startswith(f"{file}:")
    return sentence.removeprefix(f"{file}:").strip()
