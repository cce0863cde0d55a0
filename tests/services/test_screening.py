"""Screening: every pair of agents is judged or told why not, and loudness never falls where danger rises."""

import itertools

import pytest

import clonus
from clonus.domain.evidence import BACKGROUND
from clonus.domain.interactions import Harm, Tier
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth
from clonus.rules.screening import MEETING
from clonus.services.pairs import BIT, about, loudness, with_unknown

CATALOGUE = clonus.open_catalogue()
KNOWLEDGE = CATALOGUE.screening
ACTING = sorted(name for name, one in CATALOGUE.substances.items() if one.strength.opens_the_gate)
HARMS = ("minor", "moderate", "major", "contraindicated")


def screened(*medications: object, **more: object) -> clonus.Screening:
    """What screening says of some entries, each a name or a mapping."""
    listed = [{"name": one} if isinstance(one, str) else one for one in medications]
    return clonus.screen(clonus.read_case({"medications": listed, **more}))


def tier_of(true: int, unknown: int = 0) -> Tier:
    """The tier of facts that are known true, some of the others unknown."""
    truths = [(bit, Truth.UNKNOWN) for bit in BIT.values() if bit & unknown]
    return loudness(with_unknown(true, *truths), KNOWLEDGE)[0]


def test_every_pair_of_agents_that_act_is_raised_or_stands_with_a_reason() -> None:
    silent = []
    for one, other in itertools.combinations(ACTING, 2):
        told = about(one, other, CATALOGUE)
        if not told.known or (told.known[0].harm is Harm.NONE and not told.known[0].says):
            silent.append((one, other))

    assert silent == []


def test_every_agent_with_an_mao_inhibitor_is_judged_and_none_below_moderate_that_acts() -> None:
    for maoi in ("phenelzine", "tranylcypromine", "isocarboxazid", "moclobemide", "methylene blue", "harmala alkaloids", "linezolid"):
        for name in (name for name in ACTING if name != maoi):
            told = about(min(maoi, name), max(maoi, name), CATALOGUE)

            assert max(one.harm.rank for one in told.known) >= Harm.MODERATE.rank, (maoi, name)


def test_every_pair_that_is_considered_and_not_raised_has_a_reason_with_a_source() -> None:
    names = sorted(CATALOGUE.substances)
    for one, other in itertools.combinations(names, 2):
        told = about(one, other, CATALOGUE)
        if told.considered and not told.known:
            assert told.inert.why, (one, other)
            assert told.inert.sources, (one, other)
        for known in told.known:
            assert known.says, known.id
            assert known.evidence, known.id


def test_a_suppression_has_a_written_reason_that_is_more_than_background() -> None:
    for known in KNOWLEDGE.combinations:
        if known.harm is Harm.NONE:
            assert known.says
            assert {one.source for one in known.evidence} != {BACKGROUND}, known.id


@pytest.mark.parametrize("worse", [("minor", "moderate"), ("moderate", "major"), ("major", "contraindicated")])
def test_a_worse_harm_is_never_quieter(worse: tuple[str, str]) -> None:
    others = [bit for fact, bit in BIT.items() if fact not in HARMS]
    for chosen in itertools.product((False, True), repeat=len(others)):
        rest = sum(bit for bit, there in zip(others, chosen, strict=True) if there)

        assert tier_of(BIT[worse[1]] | rest).rank >= tier_of(BIT[worse[0]] | rest).rank


@pytest.mark.parametrize("danger", ["new", "raised", "toxicity", "overdose", "well_supported", "proposed"])
def test_no_danger_makes_an_alert_quieter_and_not_knowing_it_is_as_loud_as_no(danger: str) -> None:
    others = [bit for fact, bit in BIT.items() if fact not in (*HARMS, danger)]
    for harm in HARMS:
        for chosen in itertools.product((False, True), repeat=len(others)):
            rest = BIT[harm] | sum(bit for bit, there in zip(others, chosen, strict=True) if there)

            without, unknown, with_it = tier_of(rest), tier_of(rest, BIT[danger]), tier_of(rest | BIT[danger])
            assert without.rank <= unknown.rank <= with_it.rank or without.rank <= with_it.rank <= unknown.rank


def test_contraindicated_interrupts_whatever_else_is_so() -> None:
    others = [bit for fact, bit in BIT.items() if fact not in HARMS]
    for chosen in itertools.product((False, True), repeat=len(others)):
        rest = sum(bit for bit, there in zip(others, chosen, strict=True) if there)

        assert tier_of(BIT["contraindicated"] | rest) is Tier.INTERRUPTIVE


def test_what_quiets_takes_at_most_one_step() -> None:
    quieting = [BIT[fact] for fact in ("tolerated", "eased", "on_the_way")]
    others = [bit for fact, bit in BIT.items() if fact not in HARMS and bit not in quieting]
    for harm in HARMS:
        for chosen in itertools.product((False, True), repeat=len(others)):
            rest = BIT[harm] | sum(bit for bit, there in zip(others, chosen, strict=True) if there)
            for quiet in itertools.product((False, True), repeat=len(quieting)):
                lower = tier_of(rest | sum(bit for bit, there in zip(quieting, quiet, strict=True) if there))

                assert tier_of(rest).rank - 1 <= lower.rank <= tier_of(rest).rank


def test_every_fact_of_a_meeting_is_read_by_a_rule_or_is_a_harm() -> None:
    read = {fact for one in KNOWLEDGE.loudness for fact in MEETING if fact in one.rule.text.split()}

    assert set(MEETING) - read - {"regimen"} <= set(HARMS)


def test_the_dose_and_the_form_of_selegiline_decide() -> None:
    def harm(text: str, **more: object) -> Harm:
        return screened({"name": text, "started": 300, **more}, {"name": "sertraline", "started": 300}).raised.interactions[0].harm

    assert harm("selegiline 5 mg twice daily") is Harm.MODERATE
    assert harm("selegiline 6 mg/24 h patch") is Harm.CONTRAINDICATED
    assert harm("selegiline", daily_dose="30 mg") is Harm.CONTRAINDICATED
    assert harm("selegiline") is Harm.CONTRAINDICATED


def test_what_depends_on_a_dose_that_is_not_said_is_raised_and_says_so() -> None:
    [found] = [one for one in screened("selegiline", "sertraline").raised.interactions if one.kind == "serotonergic"]

    assert not found.certain
    assert "which is not said" in found.says


def test_an_entry_that_may_be_an_agent_is_judged_as_if_it_were() -> None:
    found = next(one for one in screened("CounterAct", "phenelzine").raised.interactions if "dextromethorphan" in one.between)

    assert found.tier is Tier.INTERRUPTIVE
    assert found.says.startswith("If `CounterAct` is dextromethorphan")


def test_a_class_is_judged_by_its_members() -> None:
    found = screened("an SSRI", "phenelzine").raised.interactions

    assert found[0].harm is Harm.CONTRAINDICATED


def test_what_acts_locally_is_not_raised_and_says_why() -> None:
    [told] = screened({"name": "lithium succinate ointment", "route": "topical"}, "phenelzine").raised.not_raised

    assert "locally" in told.why


def test_a_poor_metabolizer_waits_as_long_as_the_kinetics_say() -> None:
    waiting = {"medications": [{"name": "fluoxetine", "stopped": 36}], "proposed": [{"name": "phenelzine"}]}
    slow = {**waiting, "patient": {"conditions": ["hepatic_impairment"]}}

    usual, slower = (clonus.screen(clonus.read_case(case)).raised for case in (waiting, slow))

    assert usual.interactions == ()
    assert slower.interactions[0].kind == "washout"


def test_a_refill_of_what_is_taken_is_no_news_and_a_higher_dose_is() -> None:
    taken = [{"name": "sertraline", "started": 300}, {"name": "tramadol 50 mg daily", "started": 300}]

    refill = clonus.screen(clonus.read_case({"medications": taken, "proposed": [{"name": "tramadol 50 mg daily"}]}))
    higher = clonus.screen(clonus.read_case({"medications": taken, "proposed": [{"name": "tramadol 100 mg daily"}]}))

    assert refill.raised.interactions[0].tier is Tier.PASSIVE
    assert higher.raised.interactions[0].tier is Tier.INTERRUPTIVE


def test_an_order_while_toxicity_shows_interrupts_and_one_that_does_not_act_is_not_held_up() -> None:
    signs = {"inducible_clonus": "present", "diaphoresis": "present"}

    acting = screened("sertraline", proposed=[{"name": "mirtazapine"}], findings=signs)
    inert = screened("sertraline", proposed=[{"name": "amoxicillin"}], findings=signs)

    assert acting.raised.tier is Tier.INTERRUPTIVE
    assert inert.raised.tier is None


def test_an_overdose_of_one_agent_is_raised_by_itself() -> None:
    [found] = screened({"name": "citalopram", "overdose": True}).raised.regimen

    assert (found.agents, found.harm, found.tier) == (("citalopram",), Harm.MAJOR, Tier.INTERRUPTIVE)


def test_a_brand_and_its_ingredient_get_the_same_answer() -> None:
    brands, ingredients = screened("Zoloft", "Ultram", "Zyvox"), screened("sertraline", "tramadol", "linezolid")

    def shape(answer: clonus.Screening) -> list[tuple[object, ...]]:
        return [(one.between, one.harm, one.tier, one.kind, one.says, one.sources) for one in answer.raised.interactions]

    assert shape(brands) == shape(ingredients)


def test_weak_and_doubtful_agents_are_no_serotonergic_pair_that_interrupts_save_two_of_which_a_case_was_published() -> None:
    quiet = [name for name, one in CATALOGUE.substances.items() if one.strength in (Strength.WEAK, Strength.DOUBTFUL)]
    quiet = [name for name in quiet if "maob_inhibitor" not in CATALOGUE.substances[name].classes]
    for one, other in itertools.combinations(sorted(quiet), 2):
        if (one, other) == ("nefazodone", "trazodone"):
            continue
        for known in about(one, other, CATALOGUE).known:
            assert known.harm.rank < Harm.MAJOR.rank or known.kind != "serotonergic", (one, other, known.id)


def test_a_second_row_of_a_drug_with_a_higher_dose_is_a_rise() -> None:
    rows = [{"name": "sertraline 50 mg daily", "started": 300, "stopped": 3}, {"name": "sertraline 150 mg daily", "started": 3}]
    case = {"medications": [*rows, {"name": "tramadol", "started": 300}], "tolerated": [["sertraline", "tramadol"]]}

    assert clonus.screen(clonus.read_case(case)).raised.tier is Tier.INTERRUPTIVE
