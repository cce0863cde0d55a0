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


@pytest.mark.parametrize("name", ["not on sertraline", "sertraline stopped last week", "allergic to tramadol", "Zoloft or Prozac"])
def test_a_name_beside_a_word_that_may_deny_it_is_ambiguous(name: str) -> None:
    [medication] = read(name=name)

    assert medication.status is Recognition.AMBIGUOUS
    assert medication.strength is Strength.UNKNOWN
    assert medication.candidates


def test_a_misspelled_name_is_not_guessed() -> None:
    [medication] = read(name="setraline")

    assert medication.status is Recognition.UNRECOGNIZED


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


def test_a_code_and_a_name_that_disagree_are_ambiguous() -> None:
    [medication] = read(name="omeprazole", rxcui="36437")

    assert medication.status is Recognition.AMBIGUOUS
    assert set(medication.candidates) == {"sertraline", "omeprazole"}


def test_a_second_drug_in_the_name_is_not_lost_behind_a_code() -> None:
    assert ingredients(name="sertraline and tramadol", rxcui="36437") == [["sertraline"], ["tramadol"]]


def test_an_ambiguous_brand_keeps_all_that_it_may_be() -> None:
    [medication] = read(name="CounterAct")

    assert medication.status is Recognition.AMBIGUOUS
    assert any("dextromethorphan" in candidate for candidate in medication.candidates)


def test_lithium_by_any_name_is_doubtful_and_baclofen_is_not_serotonergic() -> None:
    assert read(name="lithium carbonate ER 450 mg")[0].strength is Strength.DOUBTFUL
    assert read(name="baclofen 10 mg tid")[0].strength is Strength.NONE
