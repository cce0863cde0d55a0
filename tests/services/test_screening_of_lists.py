"""Screening of lists as they are charted: planned stops, forms, classes, orders while signs show, and what was not screened."""

import pytest

import clonus
from clonus.adapters.formats.explanation import explanation
from clonus.adapters.formats.screening import to_text
from clonus.domain.interactions import Interaction, Tier
from clonus.services.reconcile import entries_of

CATALOGUE = clonus.open_catalogue()
FINDINGS = {"inducible_clonus": "present", "agitation": "present"}
SIGNS = {"findings": FINDINGS, "vitals": {"temperature": 38.9}}


def screened(*medications: object, **more: object) -> clonus.Screening:
    """What screening says of some entries, each a name or a mapping."""
    listed = [{"name": one} if isinstance(one, str) else one for one in medications]
    return clonus.screen(clonus.read_case({"medications": listed, **more}))


def only(answer: clonus.Screening) -> Interaction:
    """The one interaction of an answer."""
    [found] = answer.raised.interactions
    return found


def text_of(answer: clonus.Screening) -> str:
    """An answer as text in one line."""
    return " ".join(to_text([answer], (), CATALOGUE).split())


@pytest.mark.parametrize("left", ["paroxetine", "clomipramine", "buspirone", "citalopram"])
def test_a_planned_stop_of_what_was_begun_hides_no_interval(left: str) -> None:
    running = {"name": "phenelzine", "started": 1}
    plain = screened({"name": left, "stopped": 10}, running)
    planned = screened({"name": left, "stopped": 10}, {**running, "stopped": -30})

    assert plain.raised.tier is Tier.INTERRUPTIVE
    assert planned.raised.interactions == plain.raised.interactions


def test_a_new_course_with_an_end_is_no_switch() -> None:
    found = only(screened({"name": "sertraline", "started": 400}, proposed=[{"name": "citalopram", "stopped": -20}]))

    assert found.tier is Tier.INTERRUPTIVE
    assert "to be stopped" not in found.says


def test_the_reason_for_a_pair_that_is_not_raised_is_never_its_danger() -> None:
    answer = screened({"name": "sertraline", "stopped": 14}, proposed=[{"name": "phenelzine"}])
    [reason] = answer.raised.not_raised
    dangers = {one.says for one in CATALOGUE.screening.combinations if one.harm.rank}

    assert "14 days" in reason.why
    assert "it is over" in reason.why
    assert reason.why not in dangers


def test_what_was_gone_long_before_meets_nothing_though_the_other_end_is_not_dated() -> None:
    assert screened({"name": "phenelzine", "stopped": "unknown"}, {"name": "sertraline", "stopped": 400}).raised.interactions == ()
    assert screened({"name": "phenelzine", "stopped": "unknown"}, {"name": "sertraline", "stopped": 5}).raised.interactions != ()


@pytest.mark.parametrize("patch", ["Emsam 6 mg/24 hr", {"name": "selegiline 6 mg/24 h", "route": "TD"}, "selegiline patch"])
def test_a_patch_of_selegiline_is_one_by_its_brand_and_its_route(patch: object) -> None:
    assert only(screened(patch, "sertraline")).known.id == "irreversible_maoi_with_reuptake_inhibitor"


@pytest.mark.parametrize("written", ["selegiline 10 mg", {"name": "selegiline", "dose": "5 mg x 6"}])
def test_the_strength_of_a_tablet_is_no_daily_dose(written: object) -> None:
    found = only(screened(written, "sertraline"))

    assert (found.tier, found.certain) == (Tier.INTERRUPTIVE, False)
    assert only(screened("selegiline 5 mg bid", "sertraline")).tier is Tier.PASSIVE


def test_two_tablets_are_not_within_the_limit_of_one() -> None:
    found = only(screened("citalopram 20 mg tablets, 2 in the morning", "omeprazole"))

    assert found.known.id == "citalopram_above_20_with_cyp2c19_inhibitor"


def test_a_class_is_asked_of_once_and_never_as_certain() -> None:
    answer = screened("an SSRI", "pimozide")
    found = only(answer)

    assert not found.certain
    assert found.says.startswith("If `an SSRI` is ")
    assert not any(one.certain for one in screened("an SSRI", "lithium").raised.interactions)


def test_what_may_act_counts_in_a_regimen() -> None:
    assert [one.id for one in screened("an SSRI", "tramadol", "trazodone").raised.regimen] == ["three_or_more_agents"]
    assert [one.id for one in screened("Emsam 9 mg/24 h", "buspirone", "trazodone").raised.regimen] == ["mao_inhibitor_and_two_others"]
    assert [one.id for one in screened(*({"name": one, "started": -1} for one in ("sertraline", "tramadol", "trazodone"))).raised.regimen]


def test_methylene_blue_by_mouth_has_its_own_statement() -> None:
    found = only(screened({"name": "methylene blue 65 mg tablet", "route": "oral"}, "sertraline"))

    assert (found.known.id, found.harm.value) == ("methylene_blue_of_other_forms", "moderate")


@pytest.mark.parametrize("order", ["haloperidol", "metoclopramide", "propranolol", "dantrolene", "bromocriptine", "succinylcholine"])
def test_what_the_plan_forbids_interrupts_while_signs_show(order: str) -> None:
    case = {**SIGNS, "findings": {**FINDINGS, "hypertonia": "present"}}
    found = screened("sertraline", "tramadol", proposed=[{"name": order}], **case).raised.interactions
    calm = screened("sertraline", proposed=[{"name": order}]).raised

    assert [one.tier for one in found if one.between == (order, "serotonin toxicity")] == [Tier.INTERRUPTIVE]
    assert calm.tier is not Tier.INTERRUPTIVE


@pytest.mark.parametrize("order", ["lorazepam", "cyproheptadine", "acetaminophen"])
def test_what_helps_is_not_held_up_while_signs_show(order: str) -> None:
    found = screened("sertraline", proposed=[{"name": order}], **SIGNS).raised.interactions

    assert all(one.tier is not Tier.INTERRUPTIVE for one in found)


def test_while_signs_show_nothing_advises_to_go_on() -> None:
    found = screened("sertraline", "tramadol", proposed=[{"name": "fentanyl"}], **SIGNS).raised.interactions

    assert found
    assert not any("lowest dose" in one.do or "No change" in one.do for one in found)


@pytest.mark.parametrize(
    "part",
    [
        "cough syrup",
        "pain killer",
        "sleeping pill",
        "herbal tea daily",
        "nasal spray",
        "some pills",
        "stopped lithium",
        "new inhaler",
        "stopped 3 days ago zolfot",
    ],
)
def test_a_part_of_a_line_that_stands_for_a_drug_is_an_entry(part: str) -> None:
    assert entries_of(f"phenelzine 15 mg, {part}", CATALOGUE) == ("phenelzine 15 mg", part)


@pytest.mark.parametrize(
    "part",
    [
        "three times daily",
        "1 tablet by mouth at night, for sleep",
        "oral capsule",
        "with food",
        "as needed for pain",
        "stopped 12 days ago",
        "discontinued 2026-11-15",
        "quit last week",
        "stopped by her doctor 3 d ago",
        "overdose",
        "intentional overdose yesterday",
        "swallowed 2 hours ago",
        "took 30 tablets",
        "whole bottle ingested",
    ],
)
def test_a_part_of_a_line_that_says_how_goes_with_its_drug(part: str) -> None:
    assert entries_of(f"phenelzine 15 mg, {part}", CATALOGUE) == (f"phenelzine 15 mg, {part}",)


def test_what_was_not_screened_stands_first_in_the_text() -> None:
    answer = screened("warfarin", "ibuprofen")
    text = text_of(answer)

    assert answer.raised.named_only == ("warfarin", "ibuprofen")
    assert text.index("so not screened: warfarin, ibuprofen") < text.index("what was read")
    assert "Not checked here: bleeding" in text
    assert text_of(clonus.screen(clonus.PatientRecord())).startswith("screening NOT SCREENED")


def test_a_mended_spelling_is_shown() -> None:
    assert "tramadl: tramadol, established serotonergic agent (spelling corrected: check)" in text_of(screened("tramadl"))


def test_a_name_that_quiets_nothing_is_told() -> None:
    answer = screened("sertraline", "trazodone", tolerated=[["sertraline", "flurbizon"]], monitored=["bar"])

    assert answer.remarks == (
        "tolerated: flurbizon names no drug that is known here, so it makes nothing quieter",
        "monitored: bar names no drug that is known here, so it makes nothing quieter",
    )


def test_a_renewal_without_a_dose_is_no_news_and_quiets_nothing() -> None:
    pair = {"tolerated": [["sertraline", "tramadol"]]}
    running = ({"name": "sertraline 50 mg daily", "started": 400}, {"name": "tramadol 50 mg bid", "started": 400})

    assert only(screened(*running, **pair)).tier is Tier.RECORDED
    assert only(screened(*running, proposed=[{"name": "sertraline"}], **pair)).tier is Tier.PASSIVE


def test_an_overdose_of_long_ago_is_no_emergency() -> None:
    assert screened({"name": "sertraline", "overdose": True, "stopped": 400}).raised.regimen == ()
    assert screened({"name": "sertraline", "overdose": True, "stopped": 0}).raised.tier is Tier.INTERRUPTIVE


def test_a_need_that_cannot_wait_stands_first_where_it_is_one() -> None:
    answers = [only(screened("linezolid", "sertraline", setting=setting)).do for setting in ("ward", "emergency")]

    assert answers[0].index("Life-threatening") > 0
    assert answers[1].startswith("Life-threatening")


def test_a_pair_is_explained_before_its_drugs() -> None:
    told = explanation("sertraline + tramadol", "text", CATALOGUE)

    assert 0 < told.index("Antidepressant with tramadol") < told.index("Half-life")


@pytest.mark.parametrize(("leaving", "order"), [("MAOI", "cocaine"), ("an opioid", "phenelzine")])
def test_a_class_that_was_stopped_is_judged_by_the_clock_of_each_member(leaving: str, order: str) -> None:
    assert screened({"name": leaving, "stopped": 1}, proposed=[{"name": order}]).raised.tier is Tier.INTERRUPTIVE


def test_two_forms_of_a_drug_do_not_hide_one_another() -> None:
    patch = {"name": "selegiline patch", "started": 5}
    tablet = {"name": "selegiline", "daily_dose": "5 mg", "route": "oral", "started": 100}
    for first, second in ((patch, tablet), (tablet, patch)):
        answer = screened(first, second, "trazodone", "nefazodone")

        assert [one.id for one in answer.raised.regimen] == ["mao_inhibitor_and_two_others"]


@pytest.mark.parametrize("written", ["sertraline and phenelzine?", "possibly sertraline and phenelzine", "query sertraline/phenelzine"])
def test_doubt_about_two_drugs_makes_no_or_of_an_and(written: str) -> None:
    found = only(screened(written))

    assert (found.between, found.tier, found.certain) == (("phenelzine", "sertraline"), Tier.INTERRUPTIVE, False)


@pytest.mark.parametrize("beside", ["cold & flu", "cold medication", "bronchial asthma relief"])
def test_a_label_of_ordinary_words_beside_a_drug_is_an_entry(beside: str) -> None:
    assert len(screened(f"phenelzine and {beside}").medications) == 2


def test_screening_and_assessment_weigh_the_same_signs() -> None:
    case = {
        "medications": [{"name": "sertraline", "started": 100}, {"name": "tramadol", "started": 5}],
        "tolerated": [["sertraline", "tramadol"]],
        "findings": {"inducible_clonus": "present"},
    }
    record = clonus.read_case(case)

    assert clonus.screen(record).raised == clonus.assess(record, CATALOGUE).raised
    assert clonus.screen(record).raised.tier is Tier.INTERRUPTIVE


def test_a_dose_over_one_that_is_not_written_may_be_a_rise() -> None:
    running = ({"name": "sertraline", "started": 100}, {"name": "tramadol", "started": 100})

    assert screened(*running, proposed=[{"name": "sertraline", "daily_dose": "200 mg"}]).raised.tier is Tier.INTERRUPTIVE
    assert screened(*running, proposed=[{"name": "sertraline"}]).raised.tier is Tier.PASSIVE


def test_a_planned_stop_without_a_start_quiets_nothing() -> None:
    order = [{"name": "clomipramine"}]

    assert screened({"name": "citalopram", "stopped": -20}, proposed=order).raised.tier is Tier.INTERRUPTIVE


def test_two_drugs_are_no_regimen() -> None:
    assert screened("an SSRI", "an MAOI").raised.regimen == ()
    assert screened("sertraline", "ayahuasca").raised.regimen == ()


def test_no_new_drug_is_not_said_beside_a_new_order() -> None:
    running = {"name": "sertraline", "started": 400}

    def stable(**more: object) -> str:
        return next(one.truth.value for one in screened(running, **more).raised.risk_factors if one.factor == "stable_dose")

    assert stable() == "yes"
    assert stable(proposed=[{"name": "phenelzine"}]) == "unknown"


def test_phenylephrine_is_judged_by_its_route_and_the_worse_where_none_is_said() -> None:
    for written in ("phenylephrine", "phenylephrine 10 mg tablets", "phenylephrine nasal spray"):
        for setting in ("ward", "operating_room"):
            found = only(screened("phenelzine", written, setting=setting))

            assert (found.harm.value, found.tier) == ("contraindicated", Tier.INTERRUPTIVE)
    assert only(screened("phenelzine", "phenylephrine 50 mcg iv")).harm.value == "major"


def test_a_list_of_thousands_of_rows_of_a_few_drugs_is_judged_and_its_repeats_are_told() -> None:
    answer = screened(*["sertraline", "tramadol", "antidepressant"] * 300)

    assert answer.raised.tier is Tier.INTERRUPTIVE
    assert any("stands 300 times" in one for one in answer.remarks)


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({"medications": [{"name": "sertraline " * 400}]}, "4,399 characters long"),
        ({"medications": [{"name": " "}]}, "is empty"),
        ({"medications": [], "proposed": [{"name": "sertraline", "stopped": 20}]}, "lies in the past"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(case: dict[str, object], says: str) -> None:
    with pytest.raises(clonus.InputRefused, match=says):
        clonus.read_case(case)
