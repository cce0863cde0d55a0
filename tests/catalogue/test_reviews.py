"""A site's own reviews: bound to what a statement said, shown beside the dose, and lapsed when it says something else."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import clonus
from clonus.catalogue.reviews import SiteReview, digest_of_statement, holding, lapsed, read_reviews, write_reviews
from clonus.catalogue.statements import statements_of
from tests.commands import run

CATALOGUE = clonus.open_catalogue()
DIGESTS = {one.id: one.digest for one in statements_of(CATALOGUE)}
DOSE = "dose benzodiazepine.diazepam_oral_adult"
CASE = "patient: {age: 40}\nmedications: [{name: sertraline, started: 2}]\nfindings: {inducible_clonus: present, agitation: present}\n"


def signed(folder: Path, *statements: str, role: str = "pharmacist") -> Path:
    """A reviews file with some statements signed."""
    file = folder / "reviews.yaml"
    result = run("audit", *statements, "--sign", "R. Okafor", "--as", role, "--as-of", "2026-11-26", "--reviews", str(file))
    assert result.status == 0, result.errors
    return file


def answer(folder: Path, *options: str) -> dict[str, object]:
    """The plan's benzodiazepine step of a case."""
    case = folder / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    read = json.loads(run("assess", str(case), "--format", "json", *options).output)
    step: dict[str, object] = next(one for one in read["assessments"][0]["plan"]["do"] if one["step"] == "benzodiazepine")
    return step


def test_each_statement_has_a_name_of_its_own() -> None:
    assert len(DIGESTS) == len(list(statements_of(CATALOGUE)))


def test_a_signature_of_a_pharmacist_stands_beside_the_dose(tmp_path: Path) -> None:
    file = signed(tmp_path, "benzodiazepine.diazepam_oral_adult")

    assert "reviewed by R. Okafor, pharmacist, 2026-11-26" in str(answer(tmp_path, "--reviews", str(file))["dose"])
    assert "not reviewed by a pharmacist" in str(answer(tmp_path)["dose"])


def test_a_signature_in_another_role_does_not_stand_for_a_pharmacists(tmp_path: Path) -> None:
    file = signed(tmp_path, DOSE, role="toxicologist")

    assert "toxicologist, 2026-11-26; not reviewed by a pharmacist" in str(answer(tmp_path, "--reviews", str(file))["dose"])


@pytest.mark.parametrize(
    ("role", "counts"),
    [
        ("pharmacist", True),
        ("Clinical pharmacist", True),
        ("not a pharmacist", False),
        ("pharmacist student", False),
        ("trainee pharmacist", False),
    ],
)
def test_only_the_role_of_a_pharmacist_counts_as_one(role: str, counts: bool) -> None:
    assert SiteReview(DOSE, "A", role, date(2026, 11, 26), "", "").is_by_pharmacist is counts


def test_a_name_that_cannot_be_printed_is_refused_and_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = signed(tmp_path, DOSE)
    before = file.read_bytes()
    for name in ("A\nB", "A\x1b[31m", "A\udcff", "A" * 500):
        assert run("audit", DOSE, "--sign", name, "--as", "pharmacist", "--reviews", str(file)).status == 2
    assert file.read_bytes() == before


def test_a_later_signature_of_another_role_does_not_hide_the_pharmacists() -> None:
    first = SiteReview(DOSE, "A", "pharmacist", date(2026, 11, 1), DIGESTS[DOSE], "")
    later = SiteReview(DOSE, "B", "nurse", date(2026, 11, 2), DIGESTS[DOSE], "")

    assert holding([first, later], DIGESTS) == holding([later, first], DIGESTS) == {DOSE: first}


def test_a_mistyped_file_of_reviews_is_refused_in_python_too(tmp_path: Path) -> None:
    with pytest.raises(clonus.InputRefused, match="no file of reviews"):
        clonus.open_catalogue(reviews=tmp_path / "reveiws.yaml")


def test_nothing_is_signed_for_a_day_that_lies_ahead(tmp_path: Path) -> None:
    file = tmp_path / "reviews.yaml"
    command = ("audit", DOSE, "--sign", "A", "--as", "pharmacist", "--as-of", "2999-01-01", "--reviews", str(file))

    assert (run(*command).status, file.exists()) == (2, False)


@pytest.mark.parametrize("change", [{"agent": "haloperidol"}, {"route": "into a vein"}, {"rule": "other"}])
def test_a_signature_of_a_dose_covers_its_drug_its_route_and_its_condition(change: dict[str, str]) -> None:
    step = CATALOGUE.plan.steps["benzodiazepine"]
    [option] = [one for one in step.options if any(f"dose {dose.id}" == DOSE for dose in one.doses)]
    values = {**change, **({"rule": replace(option.rule, text="other")} if "rule" in change else {})}
    changed = replace(step, options=tuple(replace(one, **values) if one is option else one for one in step.options))  # type: ignore[arg-type]
    catalogue = replace(CATALOGUE, plan=replace(CATALOGUE.plan, steps={**CATALOGUE.plan.steps, step.id: changed}))

    assert {one.id: one.digest for one in statements_of(catalogue)}[DOSE] != DIGESTS[DOSE]


def test_reviews_that_cannot_be_read_or_written_end_in_a_sentence(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none" / "r.yaml", tmp_path / ("x" * 400)):
        result = run("audit", DOSE, "--sign", "A", "--as", "pharmacist", "--reviews", str(place))
        assert result.status == 2
        assert result.errors.count("\n") == 1 or "Usage" in result.errors


def test_reviewed_only_hides_every_other_dose_and_says_how_many(tmp_path: Path) -> None:
    file = signed(tmp_path, DOSE)
    case = tmp_path / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    options = ("--reviewed-only", "--reviews", str(file), "--format", "json")
    plan = json.loads(run("assess", str(case), *options).output)["assessments"][0]["plan"]
    doses = [option["dose"]["id"] for step in plan["do"] for option in step["options"] if "dose" in option]

    assert doses == ["benzodiazepine.diazepam_oral_adult"]
    assert plan["hidden_doses"] > 0
    assert plan["do"], "steps are never hidden"


def test_reviewed_only_without_any_review_prints_no_dose(tmp_path: Path) -> None:
    assert "dose" not in answer(tmp_path, "--reviewed-only")


def test_a_signature_lapses_when_its_statement_says_something_else(tmp_path: Path) -> None:
    good = SiteReview(DOSE, "A", "pharmacist", date(2026, 11, 26), DIGESTS[DOSE], "2026.11")
    stale = SiteReview(DOSE, "A", "pharmacist", date(2026, 11, 26), "sha256:0", "2026.11")

    assert holding([good, stale], DIGESTS) == {DOSE: good}
    assert lapsed([good, stale], DIGESTS) == [stale]


def test_the_audit_counts_what_is_signed_and_names_what_has_lapsed(tmp_path: Path) -> None:
    file = signed(tmp_path, DOSE, "rule urgency.seizure")
    file.write_text(file.read_text(encoding="utf-8").replace(DIGESTS[DOSE], "sha256:0"), encoding="utf-8")
    report = json.loads(run("audit", "--reviews", str(file), "--as-of", "2026-11-26", "--format", "json").output)

    assert report["signed"] == 1
    assert [one["statement"] for one in report["findings"] if one["kind"] == "lapsed"] == [DOSE]


def test_a_digest_changes_with_any_part_of_what_is_said() -> None:
    assert digest_of_statement(("diazepam", 5)) != digest_of_statement(("diazepam", 10))
    assert DIGESTS[DOSE] != DIGESTS["dose benzodiazepine.diazepam_iv_adult"]


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    review = SiteReview(DOSE, 'A "B" ü', "pharmacist: lead", date(2026, 11, 26), DIGESTS[DOSE], "2026.11")
    write_reviews(tmp_path / "r.yaml", [review])

    assert read_reviews(tmp_path / "r.yaml") == (review,)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--sign", "A", DOSE), "to sign, say who (--sign), in which role (--as), and which statements: nothing was signed."),
        (
            ("--sign", "A", "--as", "pharmacist"),
            "to sign, say who (--sign), in which role (--as), and which statements: nothing was signed.",
        ),
        (("--sign", "A", "--as", "pharmacist", "nothing"), "no statement is called `nothing`"),
    ],
)
def test_what_cannot_be_signed_is_refused_in_a_sentence(options: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    result = run("audit", *options, "--reviews", str(tmp_path / "r.yaml"))

    assert (result.status, result.output) == (2, "")
    assert sentence in result.errors
    assert not (tmp_path / "r.yaml").exists()


def test_a_reviews_file_that_is_not_there_refuses_the_answer(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    result = run("assess", str(case), "--reviews", str(tmp_path / "none.yaml"))

    assert (result.status, result.output) == (2, "")
    assert "none.yaml is no file of reviews" in result.errors
