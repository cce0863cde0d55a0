"""Names and codes: what an entry of a medication list is taken for."""

import pytest

import clonus
from clonus.domain.assessment import Medication, Recognition
from clonus.domain.substances import Strength

CATALOGUE = clonus.open_catalogue()


def read(**entry: str) -> tuple[Medication, ...]:
    """What one entry comes back as."""
    return clonus.assess(clonus.read_case({"medications": [entry]}, CATALOGUE), CATALOGUE).medications


def ingredients(**entry: str) -> list[list[str]]:
    """The ingredients of each answer for one entry."""
    return [[one.name for one in medication.ingredients] for medication in read(**entry)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sertraline", ["sertraline"]),
        ("SERTRALINE HCl 50 MG Oral Tablet", ["sertraline"]),
        ("Zoloft", ["sertraline"]),
        ("Effexor XR 75mg", ["venlafaxine"]),
        ("pethidine", ["meperidine"]),
        ("5-HTP 100 mg", ["5-hydroxytryptophan"]),
        ("St. John’s wort", ["st. john's wort"]),
        ("linezolid 600 mg IV q12h", ["linezolid"]),
        ("escitalopram-10 mg", ["escitalopram"]),
        ("Symbyax 6/25", ["fluoxetine", "olanzapine"]),
    ],
)
def test_an_ingredient_or_brand_is_recognized_whatever_is_written_around_it(name: str, expected: list[str]) -> None:
    [medication] = read(name=name)

    assert medication.status is Recognition.RECOGNIZED
    assert sorted(one.name for one in medication.ingredients) == expected
    assert medication.given == name


@pytest.mark.parametrize(
    "name", ["fluoxetine 20mg, tramadol 50mg", "fluoxetine and tramadol", "fluoxetine/tramadol", "tramadol-fluoxetine"]
)
def test_an_entry_that_names_two_drugs_comes_back_as_two(name: str) -> None:
    assert sorted(ingredients(name=name)) == [["fluoxetine"], ["tramadol"]]


def test_words_that_are_not_understood_come_back_beside_what_is() -> None:
    statuses = [medication.status for medication in read(name="sertraline and brown powder")]

    assert statuses == [Recognition.RECOGNIZED, Recognition.UNRECOGNIZED]


@pytest.mark.parametrize(
    "name", ["not on sertraline", "tramadol allergy", "allergic to tramadol", "Zoloft or Prozac", "sertraline?", "her mother's Zoloft"]
)
def test_a_name_beside_a_word_that_may_deny_it_is_ambiguous(name: str) -> None:
    [medication] = read(name=name)

    assert medication.status is Recognition.AMBIGUOUS
    assert medication.strength is Strength.UNKNOWN
    assert medication.candidates


@pytest.mark.parametrize(("name", "meant"), [("setraline", "sertraline"), ("flouxetine 20", "fluoxetine"), ("prozak", "fluoxetine")])
def test_a_misspelling_with_one_clearly_nearest_name_is_forgiven_and_said(name: str, meant: str) -> None:
    assessment = clonus.assess(clonus.read_case({"medications": [{"name": name}]}, CATALOGUE), CATALOGUE)

    [medication] = assessment.medications
    assert [one.name for one in medication.ingredients] == [meant]
    assert any(meant in remark and name in remark and "check" in remark for remark in assessment.remarks)


@pytest.mark.parametrize("name", ["fluvoxetine", "zolft", "celebrxa", "lexapac", "tramadone"])
def test_a_misspelling_between_two_names_or_too_short_to_tell_is_never_one_of_them(name: str) -> None:
    assert all(medication.status is not Recognition.RECOGNIZED for medication in read(name=name))


def test_a_class_is_an_exposure_to_the_class() -> None:
    [ssri], [opioid] = read(name="an SSRI"), read(name="opioid")

    assert (ssri.drug_class, ssri.strength) == ("ssri", Strength.ESTABLISHED)
    assert (opioid.drug_class, opioid.strength) == ("opioid", Strength.UNKNOWN)


def test_an_ingredient_code_and_a_product_code_mean_the_ingredient() -> None:
    assert ingredients(rxcui="36437") == [["sertraline"]]
    assert ingredients(rxcui="328670") == [["sertraline"]]


def test_a_code_that_is_not_known_is_unrecognized_and_named() -> None:
    [medication] = read(rxcui="99999999")

    assert medication.status is Recognition.UNRECOGNIZED
    assert medication.given == "rxcui 99999999"


def test_where_a_code_and_a_name_disagree_the_code_is_used_and_the_disagreement_is_said() -> None:
    assessment = clonus.assess(clonus.read_case({"medications": [{"name": "omeprazole", "rxcui": "36437"}]}, CATALOGUE), CATALOGUE)

    [medication] = assessment.medications
    assert [one.name for one in medication.ingredients] == ["sertraline"]
    assert any("omeprazole" in remark and "36437" in remark for remark in assessment.remarks)


def read_order(name: str, **entry: object) -> Medication:
    """What the one entry of a dated case comes back as."""
    case = {"as_of": "2026-11-22", "medications": [{"name": name, **entry}]}
    [medication] = clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).medications
    return medication


@pytest.mark.parametrize(
    ("text", "dose", "per_day", "route", "prn"),
    [
        ("ZOLOFT 100mg po qam #30 RF2", "100 mg", 1, "oral", False),
        ("fluoxetine HCl 20 mg/5 mL soln", "20 mg/5ml", None, "", False),
        ("tramadol 50 mg 1-2 tabs q4-6h PRN pain", "50 mg", 6, "oral", True),
        ("linezolid 600 mg IVPB q12h x 10d", "600 mg", 2, "intravenous", False),
        ("Sertralin 50 mg 1-0-0", "50 mg", 1, "", False),
        ("fentanyl 25 mcg/h patch every 72 hours", "25 mcg/h", None, "transdermal", False),
        ("sertraline", "", None, "", False),
    ],
)
def test_what_stands_beside_a_name_is_read(text: str, dose: str, per_day: int | None, route: str, prn: bool) -> None:
    medication = read_order(text)

    assert (medication.dose, medication.route, medication.prn) == (dose, route, prn)
    if per_day is not None:
        assert medication.per_day == per_day


@pytest.mark.parametrize(
    ("text", "on_board"),
    [
        ("sertraline 50 mg", "yes"),
        ("sertraline 50 mg prn", "unknown"),
        ("sertraline stopped", "unknown"),
        ("sertraline stopped 2 days ago", "yes"),
        ("sertraline stopped 2026-11-20", "yes"),
        ("sertraline stopped 11/20/2026", "yes"),
        ("sertraline discontinued Nov 2024", "no"),
        ("sertraline d/c'd 2 years ago", "no"),
        ("sertraline started 3 days ago", "yes"),
    ],
)
def test_dates_in_the_text_of_an_entry_say_whether_it_is_on_board(text: str, on_board: str) -> None:
    assert read_order(text).on_board.value == on_board


def test_the_keys_of_a_case_stand_above_the_words_of_its_text() -> None:
    assert read_order("sertraline 50 mg stopped 2 years ago", stopped=1).on_board.value == "yes"
    assert read_order("sertraline 50 mg po", daily_dose="200 mg").dose == "200 mg"


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("methylene blue 1 mg/kg IV", Strength.ESTABLISHED),
        ("Uribel", Strength.DOUBTFUL),
        ("Clinimix E", Strength.NONE),
        ("tryptophan 500 mg", Strength.ESTABLISHED),
        ("brofaromine", Strength.UNKNOWN),
        ("metformin", Strength.NONE),
    ],
)
def test_a_form_that_never_acts_on_the_whole_body_is_told_from_one_that_does(name: str, strength: Strength) -> None:
    [medication] = read(name=name)

    assert medication.status is Recognition.RECOGNIZED
    assert medication.strength is strength


def test_an_ingredient_that_may_act_and_was_not_judged_can_be_checked_by_the_user() -> None:
    [medication] = read(name="brofaromine", serotonergic="none")

    assert (medication.strength, medication.asserted) == (Strength.NONE, True)


@pytest.mark.parametrize(("system", "code"), [("atc", "N06AB06"), ("ndc", "0049-4900"), ("ndc", "00049490066"), ("rxcui", "312938")])
def test_codes_of_every_system_mean_their_ingredient(system: str, code: str) -> None:
    assert ingredients(**{system: code}) == [["sertraline"]]


def test_a_second_drug_in_the_name_is_not_lost_behind_a_code() -> None:
    assert ingredients(name="sertraline and tramadol", rxcui="36437") == [["sertraline"], ["tramadol"]]


def test_an_ambiguous_brand_keeps_all_that_it_may_be() -> None:
    [medication] = read(name="CounterAct")

    assert medication.status is Recognition.AMBIGUOUS
    assert any("dextromethorphan" in candidate for candidate in medication.candidates)


def test_lithium_by_any_name_is_doubtful_and_baclofen_is_not_serotonergic() -> None:
    assert read(name="lithium carbonate ER 450 mg")[0].strength is Strength.DOUBTFUL
    assert read(name="baclofen 10 mg tid")[0].strength is Strength.NONE


@pytest.mark.parametrize("name", ["Prozac stopped yesterday, Nardil 15 mg", "fluoxetine or Nardil", "Prozac? + linezolid 600 mg"])
def test_a_doubted_drug_beside_a_code_is_not_lost(name: str) -> None:
    offered = {one for medication in read(name=name, rxcui="4493") for candidate in medication.candidates for one in candidate.split(" + ")}

    assert offered & {"phenelzine", "linezolid"}
