"""The catalogue opens from its files or from a compiled form, which can never go stale."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import clonus
from clonus.catalogue.audit import audit
from clonus.catalogue.opening import CODE, KNOWLEDGE, build_catalogue, code_digest, compile_catalogue, digest_of, open_folder, read_files
from clonus.domain.evidence import Grade

CATALOGUE = clonus.open_catalogue()


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the knowledge that ships."""
    return Path(shutil.copytree(KNOWLEDGE, tmp_path / "knowledge"))


def test_the_compiled_form_gives_the_same_catalogue_as_the_files(knowledge: Path) -> None:
    compile_catalogue(knowledge)

    compiled, read = open_folder(knowledge), build_catalogue(knowledge)

    assert compiled.digest == read.digest
    for shelf in ("sources", "findings", "measurements", "substances", "classes", "facts", "axioms", "names"):
        assert getattr(compiled, shelf) == getattr(read, shelf)


def test_one_changed_byte_of_a_file_makes_the_compiled_form_unused(knowledge: Path) -> None:
    compile_catalogue(knowledge)
    file = knowledge / "criteria" / "hunter.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("name: Hunter Serotonin", "name: HUNTER Serotonin"), encoding="utf-8")

    assert open_folder(knowledge).criteria["hunter"].name.startswith("HUNTER")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"form": 99}'])
def test_a_broken_compiled_form_is_left_alone(knowledge: Path, content: str) -> None:
    (knowledge / "_compiled.json").write_text(content, encoding="utf-8")

    assert "hunter" in open_folder(knowledge).criteria


def test_a_compiled_form_with_altered_content_is_not_used(knowledge: Path) -> None:
    target = compile_catalogue(knowledge)
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace("serotonergic_agent and spontaneous_clonus", "spontaneous_clonus"), encoding="utf-8")

    assert "serotonergic_agent" in open_folder(knowledge).criteria["hunter"].rules[0].text


def test_a_form_that_other_code_compiled_is_not_used(knowledge: Path) -> None:
    """What an older version of the rules listed would answer in place of this one."""
    target = compile_catalogue(knowledge)
    text = target.read_text(encoding="utf-8")
    head, _, content = text.partition("\n")
    assert open_folder(knowledge).theory.kept

    target.write_text(re.sub('"code": "sha256:[0-9a-f]+"', '"code": "sha256:0"', head) + "\n" + content, encoding="utf-8")

    assert not open_folder(knowledge).theory.kept


def test_a_change_of_any_file_of_the_code_that_compiles_is_another_code(tmp_path: Path) -> None:
    folders = [Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in CODE]
    before = code_digest(*folders)
    assert before == code_digest(*CODE)

    for file in (file for folder in folders for file in sorted(folder.glob("*.py"))):
        whole = file.read_bytes()
        file.write_bytes(whole + b"#")
        assert code_digest(*folders) != before, file.name
        file.write_bytes(whole)


def test_the_kept_sets_of_every_rule_are_those_that_it_lists_itself(knowledge: Path) -> None:
    compile_catalogue(knowledge)
    kept, read = open_folder(knowledge), build_catalogue(knowledge)

    for one, other in zip(kept.solvers(), read.solvers(), strict=True):
        assert one.key == other.key
        assert (one.listed, one.rule_in, one.rule_out) == (other.listed, other.rule_in, other.rule_out)


def test_the_digest_names_exactly_these_files(knowledge: Path) -> None:
    assert digest_of(read_files(knowledge)) == CATALOGUE.digest


def test_a_withdrawn_substance_is_not_taken_for_harmless(knowledge: Path) -> None:
    file = knowledge / "substances" / "ssri.yaml"
    text = file.read_text(encoding="utf-8")
    marked = text.replace("  - name: sertraline\n", "  - name: sertraline\n    review: {status: withdrawn, why: a test}\n")
    assert marked != text
    file.write_text(marked, encoding="utf-8")
    catalogue = build_catalogue(knowledge)

    assessment = clonus.assess(clonus.read_case({"medications": [{"name": "sertraline"}]}, catalogue), catalogue)

    assert assessment.medications[0].strength.value == "unknown"
    assert assessment.verdicts[0].truth is clonus.Truth.UNKNOWN
    assert "sertraline" in catalogue.withdrawn


def test_a_withdrawn_rule_is_never_used_and_still_explained(knowledge: Path) -> None:
    file = knowledge / "criteria" / "hunter.yaml"
    text = file.read_text(encoding="utf-8")
    start = "      - id: hunter.spontaneous_clonus\n"
    file.write_text(text.replace(start, f"{start}        review: {{status: withdrawn, why: a test}}\n"), encoding="utf-8")
    catalogue = build_catalogue(knowledge)
    record = clonus.read_case({"medications": [{"name": "sertraline"}], "findings": {"spontaneous_clonus": "present"}}, catalogue)

    assert clonus.assess(record, catalogue).verdicts[0].truth is clonus.Truth.UNKNOWN
    assert any(rule.id == "hunter.spontaneous_clonus" and rule.review.why == "a test" for rule in catalogue.criteria["hunter"].rules)


def test_the_house_is_in_order() -> None:
    report = audit(CATALOGUE, date(2026, 11, 25))

    assert report.broken == ()
    assert report.statements > 700


def test_the_audit_finds_what_is_past_its_review() -> None:
    report = audit(CATALOGUE, date(2029, 1, 1))

    assert report.count("past review") > 700
    assert report.count("draft") == 0


def test_the_audit_finds_an_unknown_source_and_an_orphan(knowledge: Path) -> None:
    file = knowledge / "axioms.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("source: dunkley2003", "source: dunkley2030"), encoding="utf-8")

    report = audit(build_catalogue(knowledge), date(2026, 11, 25))

    assert {one.statement for one in report.broken} == {
        "axiom spontaneous_clonus_is_clonus",
        "axiom inducible_clonus_is_clonus",
        "axiom ocular_clonus_is_clonus",
        "axiom clonus_has_a_kind",
        "axiom fever_is_above_38_0",
    }


def test_there_are_at_least_fifty_findings_each_with_a_way_to_examine_it() -> None:
    assert len(CATALOGUE.findings) >= 50
    assert all(finding.examine and finding.definition and finding.evidence for finding in CATALOGUE.findings.values())


def test_background_is_marked_as_such_wherever_it_stands() -> None:
    for substance in CATALOGUE.substances.values():
        for one in (*substance.evidence, *substance.strength_evidence):
            assert (one.source == "background") == (one.grade is Grade.BACKGROUND)


def test_no_source_is_a_machine_written_page() -> None:
    assert not any("droracle" in id for id in CATALOGUE.sources)
    assert not any("droracle" in (source.page + source.title).lower() for source in CATALOGUE.sources.values())
