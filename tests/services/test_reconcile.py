"""Names and codes: what an entry of a medication list is taken for."""

from fractions import Fraction
from time import perf_counter

import pytest

import clonus
from clonus.domain.assessment import Medication, Recognition
from clonus.domain.substances import Strength
from clonus.services.reconcile import entries_of, reconcile

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

    medication, named = assessment.medications
    assert [one.name for one in medication.ingredients] == ["sertraline"]
    assert named.candidates == ("omeprazole",)
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


TAKEN = (
    "stopped drinking 3 weeks ago, takes Nardil",
    "Nardil 15 mg, stopped smoking 2 weeks ago",
    "Nardil - symptoms stopped 3 days ago",
    "sertraline, bleeding stopped 2 days ago",
    "stopped smoking, on Zyban",
    "Nardil stopped working so dose increased",
    "Nardil 45 mg last visit 2 weeks ago",
    "Nardil last dose increase 3 weeks ago",
    "last refill of Nardil 2 months ago",
    "stopped Prozac then restarted it 2 days ago",
    "Nardil stopped by GP, restarted by psych",
    "plan: stop sertraline tomorrow",
    "Nardil to stop in 2 weeks",
    "Nardil to be stopped",
    "Nardil will be stopped 2 days before surgery",
    "stop Nardil 14 days before surgery",
    "dc'd on tramadol 50 mg",
    "sertraline 25 mg stopped 3 months ago, sertraline 50 mg daily",
    "Zoloft stopped 3 months ago, on generic sertraline now",
    "phenelzine stopped 6 weeks ago. Taking again.",
    "phenelzine stopped 6 weeks ago, took it this am",
    "phenelzine - MD stopped 6 weeks ago, pt continues",
    "phenelzine until 3 months ago, again since last week",
    "sertraline AM dose stopped 3 months ago; PM dose continues",
    "stopped sertraline evening dose 3 months ago",
    "fluoxetine last dose 6 weeks ago was 60 mg, now 40",
    "phenelzine changed to 45 mg 6 weeks ago",
    "phenelzine replaced by generic 6 weeks ago",
    "sertraline refill completed 3/1/2024",
    "phenelzine stopped by PCP 6 weeks ago, psychiatrist restarted",
)


@pytest.mark.parametrize("text", TAKEN)
def test_what_ends_something_else_or_nothing_yet_ends_no_drug(text: str) -> None:
    case = {"as_of": "2026-11-22", "medications": [{"name": text}]}
    medications = clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).medications

    assert medications[0].on_board.value in ("yes", "unknown") if "PCP" in text else medications[0].on_board.value == "yes"


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Nardil stopped 10-14 days ago", 10, 14),
        ("Nardil stopped 2 to 3 days ago", 2, 3),
        ("Nardil stopped 1-2 weeks ago", 7, 14),
        ("Nardil stopped less than 2 weeks ago", 0, 14),
        ("Nardil stopped almost 2 weeks ago", 0, 14),
        ("Nardil stopped 1½ days ago", 1.5, 1.5),
        ("Nardil stopped 3,5 days ago", 3.5, 3.5),
        ("Nardil ran out 3 days ago", 3, 3),
        ("Nardil 15 mg tid - last taken 2026-11-12", 10, 10),
        ("Nardil, discontinued on 11/12/2026", None, None),
        ("Zoloft (sertraline) 50 mg stopped 3 days ago", 3, 3),
        ("Zoloft 50 mg (stopped 3 days ago)", 3, 3),
        ("discontinued phenelzine 4 days ago", 4, 4),
        ("phenelzine stopped due to headache 4 days ago", 4, 4),
    ],
)
def test_the_day_of_stopping_is_as_wide_as_the_words_are_vague(text: str, least: float | None, most: float | None) -> None:
    case = {"as_of": "2026-11-22", "medications": [{"name": text}]}
    [reading] = reconcile(clonus.read_case(case, CATALOGUE).medications or (), CATALOGUE)

    assert reading.entry.stopped is not None
    if least is not None:
        assert (float(reading.entry.stopped.least), float(reading.entry.stopped.most)) == (least, most)


@pytest.mark.parametrize(
    "text",
    [
        "sertraline on hold",
        "Zoloft changed to Lexapro",
        "history of phenelzine",
        "Nardil stopped by GP",
        "phenelzine stopped 6 weeks ago for 2 days",
        "phenelzine stopped 6 weeks ago except prn",
        "Nardil, discontinued 6 weeks ago by GP",
        "buprenorphine last dose 6 weeks ago injection monthly",
    ],
)
def test_an_end_without_a_day_leaves_open_whether_it_is_on_board(text: str) -> None:
    assert read(name=text)[0].on_board.value == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "sertraline started 2 years ago, increased last week",
        "sertraline 100 mg, symptoms started 3 weeks ago",
        "sertraline started 5 years ago, stopped, and started again",
        "phenelzine stopped 6 weeks ago, started 2 weeks ago",
        "sertraline on since 5 years ago, off and on",
    ],
)
def test_a_start_is_not_read_where_the_text_tells_of_a_change(text: str) -> None:
    [reading] = reconcile(clonus.read_case({"medications": [{"name": text}]}, CATALOGUE).medications or (), CATALOGUE)

    assert reading.entry.started is None
    assert reading.entry.stopped is None


def test_each_of_several_drugs_has_its_own_end() -> None:
    prozac, nardil = read(name="stopped Prozac 5 weeks ago, started Nardil today")

    assert (prozac.ingredients[0].name, nardil.ingredients[0].name) == ("fluoxetine", "phenelzine")
    assert (prozac.on_board.value, nardil.on_board.value) == ("unknown", "yes")


@pytest.mark.parametrize(
    ("text", "per_day"),
    [
        ("methotrexate 15 mg once a week", Fraction(1, 7)),
        ("fluoxetine 90 mg twice weekly", Fraction(2, 7)),
        ("sertraline 100 mg twice a day", 2),
        ("Percocet 5/325", None),
        ("Sinemet 25/100", None),
        ("T2DM on metformin", None),
        ("OD on venlafaxine 75 mg x 30 tabs", None),
        ("metformin 500 mg on hold", None),
        ("escitalopram 10mg OD", 1),
    ],
)
def test_a_frequency_is_no_strength_and_no_preposition(text: str, per_day: Fraction | int | None) -> None:
    assert read_order(text).per_day == per_day


@pytest.mark.parametrize(
    "text",
    [
        "sertraline daily; use heating pad prn",
        "sertraline daily, ice pack as needed",
        "tramadol scheduled, not PRN",
        "Nardil 15 mg tid (PRN antacid)",
    ],
)
def test_what_is_needed_of_something_else_makes_no_drug_one_when_needed(text: str) -> None:
    assert not any(medication.prn for medication in read(name=text))


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
    found = read(name=name, rxcui="4493")
    offered = {one.name for medication in found for one in medication.ingredients}
    offered |= {one for medication in found for candidate in medication.candidates for one in candidate.split(" + ")}

    assert offered & {"phenelzine", "linezolid"}


@pytest.mark.parametrize(
    ("name", "code", "beside"),
    [
        ("Symbyax", "4493", "olanzapine"),
        ("Prozac 20 mg and Zzzorp 5 mg", "4493", ""),
        ("Zoloft + Nardil", "10689", "phenelzine"),
        ("Zoloft 50 mg", "6809", "sertraline"),
    ],
)
def test_what_a_text_says_beyond_its_code_is_kept(name: str, code: str, beside: str) -> None:
    first, *others = read(name=name, rxcui=code)

    assert first.status is Recognition.RECOGNIZED
    said = {one.name for medication in others for one in medication.ingredients} | {
        one for medication in others for one in medication.candidates
    }
    assert any(beside in one for one in said) if beside else any(one.status is Recognition.UNRECOGNIZED for one in others)


def test_a_denied_name_stays_denied_beside_its_code() -> None:
    [medication] = read(name="not on Prozac", rxcui="4493")

    assert medication.status is Recognition.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("es-citalopram", "escitalopram"),
        ("(es)citalopram 10 mg", "escitalopram"),
        ("des-venlafaxine", "desvenlafaxine"),
        ("sertraline50mg", "sertraline"),
        ("nardil15mg", "phenelzine"),
        ("Ambyen 200 mg", "amiodarone"),
    ],
)
def test_a_prefix_or_a_strength_grown_together_with_a_name_is_read(text: str, meant: str) -> None:
    assert ingredients(name=text) == [[meant]]


@pytest.mark.parametrize("text", ["clomip 25", "phenazine", "Coricidin HBP"])
def test_a_name_that_could_be_another_is_not_settled(text: str) -> None:
    assert all(medication.status is not Recognition.RECOGNIZED for medication in read(name=text))


@pytest.mark.parametrize(
    ("text", "taken", "denied"),
    [
        ("no tramadol, on methadone 30 mg", "methadone", "tramadol"),
        ("sertraline, no linezolid, buspirone 10 mg bid", "buspirone", "linezolid"),
        ("denies MAOI, SSRI, tramadol", "", "tramadol"),
        ("do not take with sertraline", "", "sertraline"),
        ("NKDA. Meds: Zoloft", "sertraline", ""),
    ],
)
def test_a_denial_ends_where_the_text_affirms(text: str, taken: str, denied: str) -> None:
    found = read(name=text)
    sure = {one.name for medication in found for one in medication.ingredients}
    open_ones = {candidate for medication in found for candidate in medication.candidates}

    assert not taken or taken in sure
    assert not denied or (denied in open_ones and denied not in sure)


@pytest.mark.parametrize("text", ["," * 40_000, "(" * 40_000 + "," * 40_000, "a," * 10_000])
def test_a_list_is_parted_in_one_pass(text: str) -> None:
    begun = perf_counter()
    entries_of(text, CATALOGUE)

    assert perf_counter() - begun < 2


def test_commas_in_brackets_and_in_thousands_part_nothing() -> None:
    text = "heparin 5,000 units, vitamin (b1, b6], tramadol [50 mg, prn), lithium"

    assert entries_of(text, CATALOGUE) == ("heparin 5,000 units", "vitamin (b1, b6]", "tramadol [50 mg, prn)", "lithium")
