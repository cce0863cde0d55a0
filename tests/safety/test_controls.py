"""Every control of the hazard table in SAFETY.md, shown at work; one test or more for each hazard, in the table's order."""

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import clonus
from clonus.adapters.formats.explanation import explanation
from clonus.catalogue.audit import audit
from clonus.catalogue.opening import KNOWLEDGE, build_catalogue, compile_catalogue, open_folder
from clonus.catalogue.reader import read_text
from clonus.catalogue.statements import statements_of
from clonus.domain.assessment import Assessment, Recognition, Verdict
from clonus.domain.errors import InputRefused, KnowledgeBroken
from clonus.domain.evidence import Grade
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry
from clonus.domain.truth import Truth
from clonus.services.clock import on_board
from tests.commands import Result, run

SERTRALINE = [{"name": "sertraline"}]
KEY_SIGNS_ABSENT = dict.fromkeys(
    ("spontaneous_clonus", "inducible_clonus", "ocular_clonus", "tremor", "hyperreflexia", "hypertonia", "agitation", "diaphoresis"),
    "absent",
)


def assess(**case: Any) -> Assessment:
    """The assessment of a case given as keys."""
    return clonus.assess(clonus.read_case(case))


def hunter(**case: Any) -> Verdict:
    """The Hunter verdict of a case given as keys."""
    return assess(**case).verdicts[0]


def answer(folder: Path, content: bytes, *options: str) -> Result:
    """What the command line makes of a case file with some content."""
    file = folder / "case.yaml"
    file.write_bytes(content)
    return run("assess", str(file), *options)


def present(*signs: str, **vitals: float) -> Truth:
    """The Hunter truth on sertraline with some signs present and every other one absent."""
    findings = {**KEY_SIGNS_ABSENT, **dict.fromkeys(signs, "present")}
    return hunter(medications=SERTRALINE, findings=findings, vitals=vitals or {"temperature": 37.0}).truth


@pytest.mark.parametrize("sign", ["spontaneous_clonus", "tremor", "hyperreflexia"])
def test_a_sign_that_nobody_examined_is_never_taken_as_absent(sign: str) -> None:
    """H-01: leaving one sign out of a full examination leaves open what it could have settled."""
    findings = {**KEY_SIGNS_ABSENT, "tremor": "present", "hyperreflexia": "present"}
    if sign == "spontaneous_clonus":
        findings |= {"tremor": "absent", "hyperreflexia": "absent"}
    findings.pop(sign)

    assert hunter(medications=SERTRALINE, findings=findings, vitals={"temperature": 37.0}).truth is Truth.UNKNOWN


def test_truth_cannot_be_used_as_a_condition() -> None:
    """H-01: a programmer who writes `if truth` gets an error, not a no."""
    with pytest.raises(TypeError, match="never use it as a condition"):
        bool(Truth.UNKNOWN)


@pytest.mark.parametrize(
    ("signs", "temperature"),
    [
        (("hypertonia",), 39.0),
        (("inducible_clonus",), 39.0),
        (("inducible_clonus", "tremor"), 37.0),
        (("agitation", "diaphoresis", "tremor"), 37.0),
        (("hyperreflexia", "hypertonia"), 39.0),
    ],
)
def test_what_is_misprinted_as_hunter_does_not_meet_it(signs: tuple[str, ...], temperature: float) -> None:
    """H-02: hypertonia alone, clonus with fever, clonus with any other sign, three of any."""
    assert present(*signs, temperature=temperature) is Truth.NO


@pytest.mark.parametrize(
    "signs",
    [
        ("spontaneous_clonus",),
        ("inducible_clonus", "agitation"),
        ("inducible_clonus", "diaphoresis"),
        ("ocular_clonus", "agitation"),
        ("ocular_clonus", "diaphoresis"),
        ("tremor", "hyperreflexia"),
        ("hypertonia", "ocular_clonus"),
        ("hypertonia", "inducible_clonus"),
    ],
)
def test_each_published_combination_meets_hunter(signs: tuple[str, ...]) -> None:
    """H-02: the eight minimal combinations, the last two with a temperature above 38.0 °C."""
    assert present(*signs, temperature=38.1 if "hypertonia" in signs else 37.0) is Truth.YES


@pytest.mark.parametrize("name", ["the blue capsules", "xyzzy 20 mg", "???", "something from a friend"])
def test_an_entry_that_is_not_understood_comes_back_and_keeps_the_gate_open(name: str) -> None:
    """H-03: it is named three times over, and a no needs the whole list."""
    assessment = assess(medications=[{"name": "metformin"}, {"name": name}], findings={"spontaneous_clonus": "present"})

    assert assessment.medications[1].given == name
    assert assessment.medications[1].status is Recognition.UNRECOGNIZED
    assert assessment.unscreened == (name,)
    assert any(line.startswith(f"{name}: not recognized") for line in assessment.not_assessed)
    assert assessment.verdicts[0].truth is Truth.UNKNOWN
    assert [one.finding for one in assessment.open_questions if "hunter" in one.settles] == ["medications"]


def test_a_list_that_nobody_asked_for_is_not_an_empty_list() -> None:
    """H-03: an absent key is unknown, an empty list is an answer."""
    signs = {"spontaneous_clonus": "present"}

    assert hunter(findings=signs).truth is Truth.UNKNOWN
    assert hunter(findings=signs, medications=[]).truth is Truth.NO


def test_where_a_name_and_a_code_disagree_neither_wins_in_silence() -> None:
    """H-04: the code is used, as orders are made of codes, and the answer says that the name says something else."""
    answer = assess(medications=[{"name": "metformin", "rxcui": "36437"}])

    assert [one.name for one in answer.medications[0].ingredients] == ["sertraline"]
    assert any("metformin" in remark and "sertraline" in remark for remark in answer.remarks)


def test_a_class_whose_members_differ_settles_nothing() -> None:
    """H-04: some tricyclics are serotonergic and some hardly are, so the word alone leaves the gate open."""
    signs = {"spontaneous_clonus": "present"}

    assert hunter(medications=[{"name": "tricyclic antidepressant"}], findings=signs).truth is Truth.UNKNOWN
    assert hunter(medications=[{"name": "an SSRI"}], findings=signs).truth is Truth.YES


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("vitals", {"temperature": 101.5}),
        ("vitals", {"temperature": 386}),
        ("labs", {"calcium": 9.5}),
        ("labs", {"creatinine": 124}),
        ("labs", {"sodium": 12}),
    ],
)
def test_a_number_that_only_another_unit_could_explain_is_refused(group: str, values: dict[str, float]) -> None:
    """H-05: degrees Fahrenheit, a lost decimal point, mg/dL and µmol/L without their unit."""
    with pytest.raises(InputRefused, match="impossible"):
        clonus.read_case({group: values})


def test_a_unit_is_converted_exactly_and_an_unknown_one_is_refused() -> None:
    """H-05: 100.4 F is 38.0 °C and not a hair above it."""
    assert clonus.read_case({"vitals": {"temperature": "100.4 F"}}).current.measurements["temperature"] == 38
    with pytest.raises(InputRefused, match="whose unit is not known"):
        clonus.read_case({"labs": {"calcium": "6.8 mg/hL"}})


def test_a_compiled_catalogue_is_used_only_for_the_very_files_it_was_made_from(tmp_path: Path) -> None:
    """H-06: after one change of one file, or of the compiled form itself, the files are what counts."""
    folder = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE, folder)
    compiled = compile_catalogue(folder)
    criterion = folder / "criteria" / "hunter.yaml"
    as_reviewed, name = open_folder(folder).digest, open_folder(folder).criteria["hunter"].name

    compiled.write_text(compiled.read_text(encoding="utf-8").replace(name, "Hanter"), encoding="utf-8")
    assert open_folder(folder).criteria["hunter"].name == name

    compile_catalogue(folder)
    criterion.write_text(criterion.read_text(encoding="utf-8").replace(name, "Hanter"), encoding="utf-8")
    assert open_folder(folder).criteria["hunter"].name == "Hanter"
    assert open_folder(folder).digest != as_reviewed


def test_every_answer_names_the_version_and_the_digest_that_made_it(tmp_path: Path) -> None:
    """H-06: in every format a reader can compare the catalogue with the one that was reviewed."""
    case = b"medications: []"
    catalogue = clonus.open_catalogue()

    for format in ("text", "markdown", "json"):
        output = answer(tmp_path, case, "--format", format).output
        assert catalogue.version in output
        assert catalogue.digest[:19] in output


@pytest.mark.parametrize(
    "case",
    [
        {"findings": {"clonus_unspecified": "absent", "inducible_clonus": "present"}},
        {"findings": {"hypertonia": "absent", "lead_pipe_rigidity": "present"}},
        {"findings": {"hyperthermia": "absent"}, "vitals": {"temperature": 38.4}},
        {"findings": {"hyperthermia": "present"}, "vitals": {"temperature": 37.2}},
    ],
)
def test_statements_that_cannot_both_be_true_are_refused_with_both_named(case: dict[str, Any]) -> None:
    """H-07: a wrong entry is asked about, not averaged out."""
    keys = [key for group in case.values() for key in group]

    with pytest.raises(InputRefused, match="contradict") as refused:
        clonus.read_case(case)
    assert all(f"`{key}`" in str(refused.value) for key in keys)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[" * 200, b"a: 1\na: 2", b"a: &x [*x]", b"cases: []", b"findings: {tremor: yes}"]
)
def test_what_cannot_be_read_ends_in_sentences_and_never_in_an_empty_answer(content: bytes, tmp_path: Path) -> None:
    """H-08: status 2, at least one sentence on standard error, nothing on standard output."""
    result = answer(tmp_path, content)

    assert result.status == 2
    assert result.output == ""
    assert result.errors.strip()


def test_one_refused_case_refuses_the_file(tmp_path: Path) -> None:
    """H-08: a list of answers is never shorter than the list of cases without anyone having asked for that."""
    content = b"cases: [{id: a, medications: []}, {id: b, findings: {tremer: present}}]"

    refused, skipped = answer(tmp_path, content), answer(tmp_path, content, "--skip-refused", "--format", "json")

    assert (refused.status, refused.output) == (2, "")
    assert [one["id"] for one in json.loads(skipped.output)["refused"]] == ["b"]


def test_a_word_of_yaml_stays_the_word_that_was_written() -> None:
    """H-08: no value turns into another one on its way in."""
    node: Any = read_text("a: no\nb: 010\nc: 12:30\nd: 2026-11-22\ne: .nan")

    assert [one.text for one in node.nodes.values()] == ["no", "010", "12:30", "2026-11-22", ".nan"]


@pytest.mark.parametrize(("days", "truth"), [(0, "yes"), (34, "yes"), (35, "unknown"), (79, "unknown"), (80, "no")])
def test_fluoxetine_is_on_board_for_weeks(days: int, truth: str) -> None:
    """H-09: its active metabolite counts, and between the two figures nobody guesses."""
    [medication] = assess(medications=[{"name": "fluoxetine", "stopped": days}]).medications

    assert medication.on_board.value == truth


def test_an_irreversible_inhibitor_is_never_gone_by_its_half_life() -> None:
    """H-09: each one has fixed days, and at least fourteen of them."""
    catalogue = clonus.open_catalogue()
    irreversible = [one for one in catalogue.substances.values() if one.irreversible]

    assert {"phenelzine", "tranylcypromine", "procarbazine"} <= {one.name for one in irreversible}
    for substance in irreversible:
        assert substance.window is not None
        if substance.strength.opens_the_gate:
            entry = MedicationEntry("x", stopped=DaysBefore.exactly(Fraction(1399, 100)))
            assert on_board(entry, [substance], catalogue) is Truth.YES


def test_a_stop_without_a_date_is_unknown() -> None:
    """H-09: stopped is not gone."""
    assert (
        hunter(medications=[{"name": "sertraline", "stopped": "unknown"}], findings={"spontaneous_clonus": "present"}).truth
        is Truth.UNKNOWN
    )


def test_not_met_says_with_the_findings_entered_and_shows_what_it_misses(tmp_path: Path) -> None:
    """H-10: in words, in every format, beside the limits."""
    findings = "{" + ", ".join(f"{sign}: absent" for sign in KEY_SIGNS_ABSENT) + "}"
    case = f"medications: [{{name: sertraline}}]\nfindings: {findings}".encode()

    for format in ("text", "markdown", "json"):
        output = " ".join(answer(tmp_path, case, "--format", format).output.split())
        assert "with the findings entered" in output
        assert "one diagnosed case in six" in output


def test_rigid_and_hot_is_warned_of_whatever_the_verdict() -> None:
    """H-11: with clonus that cannot be examined, with clonus absent, and with no agent at all."""
    hot = {"temperature": 39.4}
    for findings, medications in [
        ({"hypertonia": "present", "inducible_clonus": "cannot_examine"}, SERTRALINE),
        ({**KEY_SIGNS_ABSENT, "hypertonia": "present"}, SERTRALINE),
        ({"lead_pipe_rigidity": "present"}, []),
    ]:
        assessment = assess(medications=medications, findings=findings, vitals=hot)
        assert assessment.urgency.level == "emergency"
        assert "urgency.rigid_and_hot" in assessment.urgency.grounds.rules


def test_a_sign_that_paralysis_hides_is_unknown_and_not_asked_for_again() -> None:
    """H-11: absent under paralysis or deep sedation says nothing of a neuromuscular sign."""
    findings = {**KEY_SIGNS_ABSENT, "hyperreflexia": "present"}

    for depth in ("paralysis", "deep_sedation"):
        assessment = assess(medications=SERTRALINE, findings=findings, examined_under=[depth])
        assert assessment.verdicts[0].truth is Truth.UNKNOWN
        asked = {one.finding for one in assessment.open_questions}
        assert {one.finding for one in assessment.open_questions if "hunter" in one.settles} <= {"temperature"}
        assert not asked & set(KEY_SIGNS_ABSENT) - {"agitation", "diaphoresis", "altered_mental_status"}


@pytest.mark.parametrize(
    ("temperature", "truth"), [("38.0", Truth.NO), ("38.01", Truth.YES), ("100.4 F", Truth.NO), ("100.5 F", Truth.YES)]
)
def test_the_temperature_rule_is_strictly_above_38_0(temperature: str, truth: Truth) -> None:
    """H-12: exact arithmetic, in both units."""
    findings = {**KEY_SIGNS_ABSENT, "hypertonia": "present", "inducible_clonus": "present"}

    assert hunter(medications=SERTRALINE, findings=findings, vitals={"temperature": temperature}).truth is truth


def test_the_highest_temperature_of_the_episode_counts() -> None:
    """H-12: a patient who has been cooled was hot."""
    findings = {**KEY_SIGNS_ABSENT, "hypertonia": "present", "inducible_clonus": "present"}
    earlier = [{"vitals": {"temperature": 39.0}}]

    assert hunter(medications=SERTRALINE, findings=findings, vitals={"temperature": 37.2}, examinations=earlier).truth is Truth.YES


def test_a_date_without_a_moment_of_assessment_is_refused() -> None:
    """H-13: the clock is not read behind the user's back."""
    with pytest.raises(InputRefused, match="the case has no `as_of`"):
        clonus.read_case({"medications": [{"name": "fluoxetine", "stopped": "2026-10-01"}]})


def test_a_number_that_could_be_a_year_is_refused() -> None:
    """H-13: 2026 days ago and the year 2026 look alike."""
    with pytest.raises(InputRefused, match="could be a year"):
        clonus.read_case({"medications": [{"name": "fluoxetine", "stopped": 2026}]})


def test_what_is_started_after_the_moment_or_only_proposed_is_not_on_board() -> None:
    """H-13: the order of tomorrow does not explain the signs of today."""
    later = {
        "as_of": "2026-11-25",
        "medications": [{"name": "sertraline", "started": "2026-11-26"}],
        "findings": {"spontaneous_clonus": "present"},
    }

    assert hunter(**later).truth is Truth.NO
    assert hunter(medications=[], proposed=SERTRALINE, findings={"spontaneous_clonus": "present"}).truth is Truth.NO


def test_a_statement_without_evidence_cannot_enter_the_catalogue(tmp_path: Path) -> None:
    """H-14: the reader refuses it, with its place."""
    entry = "- {id: x, name: X, kind: other, definition: d, examine: e, effort: look}"
    (tmp_path / "findings.yaml").write_text(
        f"review: {{on: 2026-11-25, until: 2027-11-25, status: draft}}\nfindings:\n  {entry}\n", encoding="utf-8"
    )

    with pytest.raises(KnowledgeBroken, match="`evidence` is missing"):
        build_catalogue(tmp_path)


def test_background_and_draft_are_said_where_a_statement_is_explained() -> None:
    """H-14: every statement that rests on background alone is counted by the audit and marked beside its text."""
    catalogue = clonus.open_catalogue()
    background = [one for one in statements_of(catalogue) if one.evidence and all(e.grade is Grade.BACKGROUND for e in one.evidence)]

    report = audit(catalogue, max(one.review.on for one in background))

    names = [name for name, source in catalogue.named.items() if source == "background"]
    assert report.count("background") == len(background) + len(names)
    assert background
    assert names
    assert "background knowledge of a reviewer; no source opened" in explanation("hunter", "text", catalogue)
    assert "Review: draft" in explanation("hunter", "text", catalogue)


def test_nothing_is_asked_that_would_not_change_an_answer() -> None:
    """H-15: a decided verdict asks nothing, and an open one asks only what its rules read."""
    met, unmet = assess(medications=SERTRALINE, findings={"spontaneous_clonus": "present"}), assess(medications=[])
    assert not any("hunter" in one.settles for one in (*met.open_questions, *unmet.open_questions))
    asked = {one.finding for one in assess(medications=SERTRALINE).open_questions if "hunter" in one.settles}
    assert asked <= {*KEY_SIGNS_ABSENT, "temperature", "hyperthermia"}
    assert all(one.settles or "Together" in one.why for one in assess(medications=SERTRALINE).open_questions)


def test_the_terminal_shows_at_most_five_questions_and_says_how_many_more(tmp_path: Path) -> None:
    """H-15: the best ones first."""
    output = answer(tmp_path, b"medications: [{name: sertraline}]").output

    assert "    5. " in output
    assert "    6. " not in output
    assert "more: see --format json" in output


def test_under_one_year_of_age_the_answer_says_that_clonus_can_be_normal() -> None:
    """H-16: beside the verdict, which stays as published."""
    infant = assess(patient={"age": 0.5}, medications=SERTRALINE, findings={"spontaneous_clonus": "present"})

    assert infant.verdicts[0].truth is Truth.YES
    assert any("under one year of age" in remark for remark in infant.remarks)


def test_a_doubtful_agent_alone_neither_opens_nor_closes_the_gate() -> None:
    """H-17: lithium toxicity does not read as met, nor as not met."""
    assessment = assess(medications=[{"name": "lithium"}], findings={"tremor": "present", "hyperreflexia": "present"})

    assert assessment.verdicts[0].truth is Truth.UNKNOWN
    assert any("doubtfully serotonergic" in remark for remark in assessment.remarks)


@pytest.mark.parametrize("sign", ["myoclonus", "muscle_twitching", "fasciculation", "tremor"])
def test_what_looks_like_clonus_is_not_taken_for_it(sign: str) -> None:
    """H-18: twitching, fasciculation, myoclonus, tremor and clonus are five findings."""
    findings = {**KEY_SIGNS_ABSENT, "agitation": "present", "diaphoresis": "present", sign: "present"}

    assert hunter(medications=SERTRALINE, findings=findings, vitals={"temperature": 37.0}).truth is Truth.NO


def test_a_stable_dose_can_meet_hunter() -> None:
    """H-19: no recent change is asked for."""
    stable = [{"name": "paroxetine", "started": 700}]

    assert hunter(medications=stable, findings={"tremor": "present", "hyperreflexia": "present"}).truth is Truth.YES


def test_what_could_not_be_screened_is_named_and_an_empty_list_means_looked(tmp_path: Path) -> None:
    """H-20: silence about interactions is not a statement about interactions."""

    def said(case: bytes) -> dict[str, Any]:
        return dict(json.loads(answer(tmp_path, case, "--format", "json").output)["assessments"][0])

    asked, unasked, unread = said(b"medications: []"), said(b"findings: {tremor: present}"), said(b"medications: [{name: brown pill}]")

    assert asked["interactions"] == []
    assert not any("screened" in line for line in asked["not_assessed"])
    assert any("nothing was screened" in line for line in unasked["not_assessed"])
    assert any("no combination with it was judged" in line for line in unread["not_assessed"])


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    """H-21: an answer can be replayed."""
    case = b"as_of: 2026-11-25\nmedications: [{name: fluoxetine, stopped: 2026-10-20}]\nfindings: {tremor: present}"

    assert answer(tmp_path, case, "--format", "json") == answer(tmp_path, case, "--format", "json")
