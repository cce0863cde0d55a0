"""Screening of entries that leave doubt: what may be meant is judged by the worst of it, and what is denied is told, not judged."""

import pytest

import clonus
from clonus.domain.interactions import Tier

CATALOGUE = clonus.open_catalogue()


def raised(text: str, **more: object) -> tuple[Tier | None, bool]:
    """The loudest tier of a pasted list, and whether all of its interactions are certain."""
    listed = [{"name": part.strip()} for part in text.split(";")]
    answer = clonus.screen(clonus.read_case({"medications": listed, **more}))
    return answer.raised.tier, all(one.certain for one in answer.raised.interactions)


@pytest.mark.parametrize(
    ("plain", "doubtful"),
    [
        ("sertraline; MAOI", "sertraline; possibly an MAOI"),
        ("sertraline; MAOI", "sertraline; MAOI?"),
        ("tramadol; MAOI", "tramadol; SSRI or MAOI"),
        ("phenelzine; pseudoephedrine", "phenelzine; Sudafed?"),
        ("phenelzine; pseudoephedrine", "phenelzine; pseudoephedrine or loratadine"),
        ("phenelzine; sumatriptan", "phenelzine; sumatriptan or naproxen"),
        ("lithium; hydrochlorothiazide", "lithium; possibly hydrochlorothiazide"),
        ("citalopram 40 mg daily; omeprazole", "citalopram 40 mg daily; omeprazole?"),
        ("linezolid; bupropion", "linezolid; possibly bupropion"),
    ],
)
def test_a_word_of_doubt_makes_no_pair_quieter(plain: str, doubtful: str) -> None:
    assert raised(plain)[0] is Tier.INTERRUPTIVE
    assert raised(doubtful) == (Tier.INTERRUPTIVE, False)


@pytest.mark.parametrize("order", ["possibly haloperidol", "haloperidol or lorazepam", "possibly an MAOI", "an SSRI or SNRI"])
def test_a_doubtful_order_interrupts_while_toxicity_shows(order: str) -> None:
    signs = {"findings": {"inducible_clonus": "present", "diaphoresis": "present"}}

    assert raised("sertraline", proposed=[{"name": order}], **signs)[0] is Tier.INTERRUPTIVE


@pytest.mark.parametrize("written", ["otc cough syrup", "cough syrup OTC", "cough syrup", "cold medicine", "cough medicine"])
def test_what_is_bought_for_a_cough_may_hold_dextromethorphan(written: str) -> None:
    assert raised(f"phenelzine; {written}") == (Tier.INTERRUPTIVE, False)


@pytest.mark.parametrize("written", ["methylene blue 200 mg tablets", "methylene blue 2 mg/kg oral", "methylene blue po 200mg"])
def test_a_full_dose_of_methylene_blue_by_mouth_counts_like_an_injection(written: str) -> None:
    assert raised(f"sertraline; {written}")[0] is Tier.INTERRUPTIVE
    assert raised("sertraline; Uribel")[0] is Tier.PASSIVE


@pytest.mark.parametrize(
    "written", ["selegiline 6 mg daily", "selegiline 9 mg once daily", "selegiline TTS 6 mg daily", "selegiline film 6 mg"]
)
def test_a_dose_in_which_the_patch_comes_is_not_taken_for_one_by_mouth(written: str) -> None:
    assert raised(f"sertraline; {written}")[0] is Tier.INTERRUPTIVE
    assert raised("sertraline; selegiline 5 mg tablet twice daily")[0] is Tier.PASSIVE


@pytest.mark.parametrize("written", ["2 SSRIs", "two SSRIs", "an SSRI and another SSRI", "SSRI x2", "SSRI; SSRI"])
def test_two_of_a_class_are_a_pair(written: str) -> None:
    assert raised(written) == (Tier.INTERRUPTIVE, False)
    assert raised("an SSRI 20 mg")[0] is not Tier.INTERRUPTIVE


@pytest.mark.parametrize("written", ["allergic to linezolid", "mother takes phenelzine"])
def test_an_allergy_and_the_drug_of_another_person_are_told_and_not_judged(written: str) -> None:
    answer = clonus.screen(clonus.read_case({"medications": [{"name": "sertraline"}, {"name": written}]}))

    assert answer.raised.tier is not Tier.INTERRUPTIVE
    assert answer.unscreened == (written,)


@pytest.mark.parametrize(
    ("taken", "named"),
    [("lithium", "Captopril 25 MG Oral Tablet"), ("lithium", "hydrochlorothiazide"), ("citalopram 40 mg daily", "fluconazole")],
)
def test_a_drug_that_is_named_beside_the_code_of_another_is_judged_too(taken: str, named: str) -> None:
    answer = clonus.screen(clonus.read_case({"medications": [{"name": taken}, {"name": named, "rxcui": "316672"}]}))

    assert answer.raised.tier is Tier.INTERRUPTIVE
    assert answer.unscreened == (named,)
    assert any("which means simvastatin" in remark for remark in answer.remarks)
