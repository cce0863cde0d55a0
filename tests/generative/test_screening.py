"""Over regimens that nobody chose: more danger is never quieter, order decides nothing, and nothing is passed over."""

import re
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import clonus
from clonus.adapters.formats.screening import to_markdown, to_text
from clonus.domain.interactions import Tier

CATALOGUE = clonus.open_catalogue()
NAMES = sorted(name for name, one in CATALOGUE.substances.items() if one.strength.value != "none")
BRANDS = {
    "Zoloft": "sertraline",
    "Prozac": "fluoxetine",
    "Nardil": "phenelzine",
    "Ultram": "tramadol",
    "Zyvox": "linezolid",
    "Desyrel": "trazodone",
    "Imitrex": "sumatriptan",
    "Demerol": "meperidine",
    "Celexa": "citalopram",
    "Effexor XR": "venlafaxine",
    "Parnate": "tranylcypromine",
    "Remeron": "mirtazapine",
    "Buspar": "buspirone",
    "Anafranil": "clomipramine",
}
OTHERS = ["omeprazole", "hydrochlorothiazide", "quetiapine", "ondansetron", "sumatriptan", "ritonavir", "amoxicillin", "metformin"]
WRITTEN = ["an SSRI", "an MAOI", "Emsam 6 mg/24 h", "selegiline 10 mg", "citalopram 20 mg", "methylene blue 65 mg tablet by mouth"]
DOSED = {
    "selegiline": ("5 mg", "30 mg"),
    "citalopram": ("10 mg", "40 mg"),
    "sertraline": ("50 mg", "200 mg"),
    "tramadol": ("50 mg", "100 mg"),
}


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """One entry of a list: an agent, or another drug, with dates that may be missing."""
    entry: dict[str, Any] = {"name": draw(st.sampled_from([*NAMES, *NAMES, *OTHERS, *WRITTEN]))}
    started = draw(st.sampled_from([None, 400, 60, 20, 10, 1]))
    stopped = draw(st.sampled_from([None, None, None, "unknown", -30, -5, 0, 1, 5, 13, 15, 30, 40, 100]))
    if started is not None:
        entry["started"] = started
    if stopped is not None and (started is None or not isinstance(stopped, int) or started >= stopped):
        entry["stopped"] = stopped
    if started is not None and started > 60 and draw(st.booleans()):
        entry["increased"] = 50
    if draw(st.integers(0, 5)) == 0:
        entry["prn"] = True
    return entry


def tier_of(case: dict[str, Any]) -> int:
    """The rank of the loudest tier of a case; -1 where nothing is raised."""
    tier = clonus.screen(clonus.read_case(case)).raised.tier
    return -1 if tier is None else tier.rank


CASES = st.fixed_dictionaries(
    {
        "medications": st.lists(entries(), min_size=1, max_size=5),
        "proposed": st.lists(entries().map(lambda one: {"name": one["name"]}), max_size=2),
    }
)


@given(CASES, entries(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_adding_a_drug_never_lowers_the_loudest_tier(case: dict[str, Any], more: dict[str, Any], proposed: bool) -> None:
    assume(more["name"] not in {one["name"] for entries in case.values() for one in entries})  # a renewal is no news
    key = "proposed" if proposed else "medications"
    added = {"name": more["name"]} if proposed else more

    assert tier_of({**case, key: [*case[key], added]}) >= tier_of(case)


@given(CASES, st.sampled_from(sorted(DOSED)))
@settings(max_examples=100, deadline=None)
def test_raising_a_dose_never_lowers_the_loudest_tier(case: dict[str, Any], name: str) -> None:
    def with_dose(dose: str, **more: int) -> int:
        entry = {"name": name, "daily_dose": dose, "started": 300, **more}
        return tier_of({**case, "medications": [*case["medications"], entry]})

    assume(not any(one["name"].startswith(name) for one in case["proposed"]))  # an order below a higher dose is no rise
    low, high = DOSED[name]
    assert with_dose(high) >= with_dose(low)
    assert with_dose(high, increased=2) >= with_dose(high)


@given(CASES, st.integers(0, 120), st.integers(0, 120), st.sampled_from(NAMES))
@settings(max_examples=200, deadline=None)
def test_shortening_a_gap_never_lowers_the_loudest_tier(case: dict[str, Any], one: int, other: int, name: str) -> None:
    def stopped(days: int) -> int:
        return tier_of({**case, "medications": [*case["medications"], {"name": name, "stopped": days}]})

    assert stopped(min(one, other)) >= stopped(max(one, other))


@given(CASES, st.sampled_from(["parkinson_disease", "renal_impairment", "hepatic_impairment", "epilepsy", "infection", "self_harm"]))
@settings(max_examples=60, deadline=None)
def test_adding_a_risk_factor_never_lowers_the_loudest_tier(case: dict[str, Any], condition: str) -> None:
    assert tier_of({**case, "patient": {"conditions": [condition], "age": 80, "cyp2d6": "poor"}}) >= tier_of(case)


@given(CASES, st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_order_of_entries_never_matters(case: dict[str, Any], random: Any) -> None:
    turned = {key: random.sample(value, len(value)) for key, value in case.items()}

    first, second = (clonus.screen(clonus.read_case(one)).raised for one in (case, turned))

    def shape(raised: Any) -> list[tuple[object, ...]]:
        return [(one.between, one.harm, one.tier, one.kind) for one in raised.interactions]

    assert shape(first) == shape(second)
    assert [(one.id, one.agents, one.tier) for one in first.regimen] == [(one.id, one.agents, one.tier) for one in second.regimen]
    assert {one.between for one in first.not_raised} == {one.between for one in second.not_raised}


@given(CASES, st.text(alphabet="bcdfghjklmnpqrstvwxz", min_size=9, max_size=14), st.booleans())
@settings(max_examples=80, deadline=None)
def test_what_is_not_recognized_is_named_and_no_answer_reads_as_complete(case: dict[str, Any], word: str, proposed: bool) -> None:
    key = "proposed" if proposed else "medications"
    answer = clonus.screen(clonus.read_case({**case, key: [*case[key], {"name": word}]}))

    assert word in answer.unscreened
    for text in (to_text([answer], (), CATALOGUE), to_markdown([answer], (), CATALOGUE)):
        assert "NOT COMPLETE" in text
        assert word in text


@given(CASES)
@settings(max_examples=80, deadline=None)
def test_no_answer_says_that_a_list_is_harmless(case: dict[str, Any]) -> None:
    text = to_text([clonus.screen(clonus.read_case(case))], (), CATALOGUE).lower()

    assert not re.search(r"\bsafe\b|excluded|ruled out|\bclear\b|no interaction", text)


@given(st.sampled_from(sorted(BRANDS)), CASES)
@settings(max_examples=80, deadline=None)
def test_a_brand_and_its_ingredient_get_the_same_answer(brand: str, case: dict[str, Any]) -> None:
    named, meant = ([*case["medications"], {"name": name, "started": 90}] for name in (brand, BRANDS[brand]))

    first, second = (clonus.screen(clonus.read_case({**case, "medications": listed})).raised for listed in (named, meant))

    assert [(one.between, one.tier) for one in first.interactions] == [(one.between, one.tier) for one in second.interactions]


@given(CASES)
@settings(max_examples=80, deadline=None)
def test_every_pair_of_agents_is_raised_or_told_with_a_reason(case: dict[str, Any]) -> None:
    answer = clonus.screen(clonus.read_case(case))

    names = sorted({i.name for one in (*answer.medications, *answer.proposed) for i in one.ingredients if i.name in NAMES})
    told = {one.between for one in answer.raised.interactions} | {one.between for one in answer.raised.not_raised}
    assert {(a, b) for a in names for b in names if a < b} <= told
    assert all(one.why for one in answer.raised.not_raised)
    assert all(one.because for one in answer.raised.interactions)
    assert all(one.tier in Tier for one in answer.raised.interactions)
