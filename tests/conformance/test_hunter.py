"""Hunter as the product assesses it equals the criteria as published, on every state that an examination can have."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import clonus
from clonus.catalogue.opening import KNOWLEDGE, build_catalogue
from clonus.domain.errors import InputRefused
from clonus.rules.axioms import Theory
from clonus.rules.solve import Solver
from clonus.rules.tree import And, Fact, Or, Rule
from tests.conformance.oracle import AGENT, CLONUS, KINDS, SIGNS, Complete, Literal, State, every_state, hunter, minimal_forcing_sets, truth

FACTS = {"hot": "temperature_above_38_0", AGENT: "serotonergic_agent"}
KEYS = {CLONUS: "clonus_unspecified"}
OBSERVED = {True: "present", False: "absent"}
TAKEN: dict[bool, list[dict[str, str]]] = {True: [{"name": "sertraline"}], False: []}
TEMPERATURE = {True: 38.1, False: 38.0}


@pytest.fixture(scope="module")
def catalogue() -> clonus.Catalogue:
    return clonus.open_catalogue()


def case_of(state: State) -> dict[str, Any]:
    """The case of a state: what is None was not examined, not measured or not asked for."""
    known = {name: value for name, value in state.items() if value is not None}
    case: dict[str, Any] = {
        "findings": {KEYS.get(name, name): OBSERVED[value] for name, value in known.items() if name not in ("hot", AGENT)}
    }
    if AGENT in known:
        case["medications"] = TAKEN[known[AGENT]]
    if "hot" in known:
        case["vitals"] = {"temperature": TEMPERATURE[known["hot"]]}
    return case


def verdict_on(case: Mapping[str, Any], catalogue: clonus.Catalogue) -> str:
    """The Hunter verdict of a case, read and assessed as any user's."""
    assessment = clonus.assess(clonus.read_case(case, catalogue), catalogue)
    return next(verdict.truth.value for verdict in assessment.verdicts if verdict.criterion == "hunter")


def complete_states(**given: bool) -> Iterator[Complete]:
    """All 512 complete states of the nine signs, with what is given."""
    for state in every_state(SIGNS, (True, False)):
        yield {**{name: value is True for name, value in state.items()}, **given}


def yes_or_no(met: bool) -> str:
    """A Boolean in the words of a verdict."""
    return "yes" if met else "no"


# Complete and incomplete examinations.


def test_all_512_complete_states_equal_the_oracle(catalogue: clonus.Catalogue) -> None:
    states = list(complete_states(agent=True))

    differing = [state for state in states if verdict_on(case_of(state), catalogue) != yes_or_no(hunter(state))]

    assert len(states) == 512
    assert not differing


def test_all_512_complete_states_without_an_agent_are_not_met(catalogue: clonus.Catalogue) -> None:
    states = complete_states(agent=False)

    verdicts = Counter(verdict_on(case_of(state), catalogue) for state in states)

    assert verdicts == {"no": 512}


def test_all_19683_three_valued_states_equal_brute_force_and_7139_are_undetermined(catalogue: clonus.Catalogue) -> None:
    states = [{AGENT: True, **state} for state in every_state(SIGNS, (True, False, None))]
    verdicts = [verdict_on(case_of(state), catalogue) for state in states]

    differing = [state for state, verdict in zip(states, verdicts, strict=True) if verdict != truth(state)]

    assert len(states) == 19_683
    assert not differing
    assert Counter(verdicts) == {"yes": 11_939, "no": 605, "unknown": 7_139}


@pytest.mark.parametrize("agent", [True, False, None])
def test_the_solver_equals_brute_force_on_all_19683_states_whatever_is_known_of_the_agent(
    catalogue: clonus.Catalogue, agent: bool | None
) -> None:
    solver = catalogue.criteria["hunter"].solver
    states = [{AGENT: agent, **state} for state in every_state(SIGNS, (True, False, None))]

    differing = [state for state in states if solver.truth(closed(state, catalogue.theory)).value != truth(state)]

    assert len(states) == 19_683
    assert not differing


def closed(state: State, theory: Theory) -> tuple[int, int]:
    """What a state settles, as the solver takes it."""
    true = sum(1 << theory.numbers[FACTS.get(name, name)] for name, value in state.items() if value is True)
    false = sum(1 << theory.numbers[FACTS.get(name, name)] for name, value in state.items() if value is False)
    return theory.close((true, false))


# Clonus of unstated kind, and the agent.


def family_states(agent: bool | None, others: bool | None) -> Iterator[State]:
    """Every state of clonus and its kinds with agitation and diaphoresis; the other signs as given."""
    rest = dict.fromkeys(("tremor", "hyperreflexia", "hypertonia", "hot"), others)
    for state in every_state((CLONUS, *KINDS, "agitation", "diaphoresis"), (True, False, None)):
        yield {AGENT: agent, **state, **rest}


@pytest.mark.parametrize("others", [None, False, True], ids=["others not examined", "others absent", "others present"])
@pytest.mark.parametrize("agent", [True, False, None], ids=["on sertraline", "takes nothing", "not asked"])
def test_every_state_of_the_clonus_family_equals_brute_force_and_contradictions_are_refused(
    catalogue: clonus.Catalogue, agent: bool | None, others: bool | None
) -> None:
    differing = []
    for state in family_states(agent, others):
        expected = truth(state)
        if expected == "contradiction":
            with pytest.raises(InputRefused) as refusal:
                verdict_on(case_of(state), catalogue)
            if not names_both(str(refusal.value), state):
                differing.append((state, str(refusal.value)))
        elif verdict_on(case_of(state), catalogue) != expected:
            differing.append((state, expected))

    assert not differing


def names_both(sentence: str, state: State) -> bool:
    """Whether a refusal names clonus and a kind at odds with it; all kinds where only together they are."""
    if "`clonus_unspecified`" not in sentence:
        return False
    named = {kind for kind in KINDS if f"`{kind}`" in sentence}
    present = {kind for kind in KINDS if state[kind]}
    return bool(named) and named <= present if state[CLONUS] is False else named == set(KINDS)


@pytest.mark.parametrize("others", [None, False, True])
def test_a_patient_who_takes_no_serotonergic_agent_never_meets_the_criteria(catalogue: clonus.Catalogue, others: bool | None) -> None:
    states = [state for state in family_states(agent=False, others=others) if truth(state) != "contradiction"]

    verdicts = {verdict_on(case_of(state), catalogue) for state in states}

    assert verdicts == {"no"}


def test_a_patient_whose_medications_nobody_asked_for_never_meets_the_criteria(catalogue: clonus.Catalogue) -> None:
    verdicts = {verdict_on(case_of(state), catalogue) for state in complete_states()}

    assert verdicts == {"no", "unknown"}


# The temperature of the fifth rule.

RIGID = {"inducible_clonus": "present", "hypertonia": "present"}
NOT_RIGID_RULE = {"spontaneous_clonus": "absent", "agitation": "absent", "diaphoresis": "absent", "tremor": "absent"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"vitals": {"temperature": 38.0}}, "no"),
        ({"vitals": {"temperature": "38.01"}}, "yes"),
        ({"vitals": {"temperature": "100.4 F"}}, "no"),
        ({"vitals": {"temperature": "100.5 F"}}, "yes"),
        ({"vitals": {"temperature": 37.0}, "examinations": [{"vitals": {"temperature": 38.1}}]}, "yes"),
        ({"vitals": {"temperature": 37.0}, "examinations": [{"vitals": {"temperature": 38.0}}]}, "no"),
        ({"examinations": [{"vitals": {"temperature": 38.0}}]}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_fifth_rule_wants_a_highest_temperature_strictly_above_38(
    catalogue: clonus.Catalogue, more: dict[str, Any], expected: str
) -> None:
    case = {"medications": TAKEN[True], "findings": {**RIGID, **NOT_RIGID_RULE}, **more}

    assert verdict_on(case, catalogue) == expected


@pytest.mark.parametrize(("said", "expected"), [("present", "yes"), ("absent", "no"), ("cannot_examine", "unknown")])
def test_fever_without_a_number_speaks_for_the_temperature(catalogue: clonus.Catalogue, said: str, expected: str) -> None:
    case = {"medications": TAKEN[True], "findings": {**RIGID, **NOT_RIGID_RULE, "hyperthermia": said}}

    assert verdict_on(case, catalogue) == expected


# Rule-in and rule-out sets.


def test_with_the_clonus_axioms_and_the_agent_there_are_12_rule_in_and_9_rule_out_sets(catalogue: clonus.Catalogue) -> None:
    solver = catalogue.criteria["hunter"].solver
    names = (*SIGNS, CLONUS, AGENT)

    rule_in = {literals(one, catalogue.theory) for one in solver.rule_in}
    rule_out = {literals(one, catalogue.theory) for one in solver.rule_out}

    assert (len(solver.rule_in), len(solver.rule_out)) == (12, 9)
    assert rule_in == in_facts(minimal_forcing_sets(names, met=True))
    assert rule_out == in_facts(minimal_forcing_sets(names, met=False))


def test_without_axioms_and_agent_there_are_8_rule_in_and_6_rule_out_sets(catalogue: clonus.Catalogue) -> None:
    theory = Theory([FACTS.get(sign, sign) for sign in SIGNS], [])
    rule = Or(tuple(without_agent(one.rule) for one in catalogue.criteria["hunter"].rules))

    solver = Solver(rule, theory)

    assert (len(solver.rule_in), len(solver.rule_out)) == (8, 6)
    assert {literals(one, theory) for one in solver.rule_in} == in_facts(minimal_forcing_sets(SIGNS, met=True))
    assert {literals(one, theory) for one in solver.rule_out} == in_facts(minimal_forcing_sets(SIGNS, met=False))


def without_agent(rule: Rule) -> Rule:
    """A conjunction without the part that asks for the agent."""
    assert isinstance(rule, And)
    parts = tuple(part for part in rule.parts if part != Fact("serotonergic_agent"))
    assert len(parts) == len(rule.parts) - 1
    return parts[0] if len(parts) == 1 else And(parts)


def literals(masks: tuple[int, int], theory: Theory) -> frozenset[Literal]:
    """A set of the solver as facts and values."""
    values = ((True, masks[0]), (False, masks[1]))
    return frozenset((fact, value) for fact, number in theory.numbers.items() for value, mask in values if mask >> number & 1)


def in_facts(sets: set[frozenset[Literal]]) -> set[frozenset[Literal]]:
    """The oracle's sets under the product's names."""
    return {frozenset((FACTS.get(name, name), value) for name, value in one) for one in sets}


# Wrong renditions in print.


@dataclass(frozen=True)
class Misrendition:
    """What somebody printed in place of the criteria, and the edit of the knowledge that would make the product say so.

    `wrong` reads a complete state in which myoclonus and an altered mental status are present
    and a temperature that is not above 38.0 °C is exactly 38.0 °C.
    """

    name: str
    wrong: Callable[[Complete], bool]
    rules: Mapping[str, str] = field(default_factory=dict)
    file: str = "criteria/hunter.yaml"
    key: str = "when"

    def __str__(self) -> str:
        return self.name


def any_other(state: Complete) -> bool:
    """Whether any sign but clonus is present."""
    return any(state[sign] for sign in SIGNS if sign not in KINDS)


OTHER = "(agitation or diaphoresis or tremor or hyperreflexia or hypertonia or temperature_above_38_0)"
THREE = f"serotonergic_agent and at least 3 of ({', '.join(FACTS.get(sign, sign) for sign in SIGNS)})"
HUNTER_RULES = ("spontaneous_clonus", "inducible_clonus", "ocular_clonus", "tremor_hyperreflexia", "rigid_hot_clonus")
MISRENDITIONS = (
    Misrendition(
        "hypertonia alone",
        lambda state: hunter(state) or state["hypertonia"],
        {"hunter.rigid_hot_clonus": "serotonergic_agent and hypertonia"},
    ),
    Misrendition(
        "clonus with fever in place of agitation or sweating",
        lambda state: hunter(state) or (state["hot"] and (state["ocular_clonus"] or state["inducible_clonus"])),
        {"hunter.rigid_hot_clonus": "serotonergic_agent and temperature_above_38_0 and (ocular_clonus or inducible_clonus)"},
    ),
    Misrendition(
        "agitation and sweating both wanted",
        lambda state: hunter({**state, **dict.fromkeys(("agitation", "diaphoresis"), state["agitation"] and state["diaphoresis"])}),
        {
            "hunter.inducible_clonus": "serotonergic_agent and inducible_clonus and agitation and diaphoresis",
            "hunter.ocular_clonus": "serotonergic_agent and ocular_clonus and agitation and diaphoresis",
        },
    ),
    Misrendition(
        "clonus plus other features",
        lambda state: hunter(state) or ((state["inducible_clonus"] or state["ocular_clonus"]) and any_other(state)),
        {
            "hunter.inducible_clonus": f"serotonergic_agent and inducible_clonus and {OTHER}",
            "hunter.ocular_clonus": f"serotonergic_agent and ocular_clonus and {OTHER}",
        },
    ),
    Misrendition(
        "spontaneous clonus only with other features",
        lambda state: hunter({**state, "spontaneous_clonus": state["spontaneous_clonus"] and any_other(state)}),
        {"hunter.spontaneous_clonus": f"serotonergic_agent and spontaneous_clonus and {OTHER}"},
    ),
    Misrendition(
        "three of any",
        lambda state: sum(state[sign] for sign in SIGNS) >= 3,
        {f"hunter.{rule}": THREE for rule in HUNTER_RULES},
    ),
    Misrendition(
        "myoclonus read as clonus",
        lambda state: hunter({**state, "inducible_clonus": state["inducible_clonus"] or state["myoclonus"]}),
        {
            "hunter.inducible_clonus": "serotonergic_agent and (inducible_clonus or myoclonus) and (agitation or diaphoresis)",
            "hunter.rigid_hot_clonus": "serotonergic_agent and hypertonia and temperature_above_38_0 "
            "and (ocular_clonus or inducible_clonus or myoclonus)",
        },
    ),
    Misrendition(
        "mental state as a sign of its own",
        lambda state: hunter(state) or state["altered_mental_status"],
        {"hunter.spontaneous_clonus": "serotonergic_agent and (spontaneous_clonus or altered_mental_status)"},
    ),
    Misrendition(
        "mental state in place of agitation",
        lambda state: hunter({**state, "agitation": state["agitation"] or state["altered_mental_status"]}),
        {
            "hunter.inducible_clonus": "serotonergic_agent and inducible_clonus and (altered_mental_status or agitation or diaphoresis)",
            "hunter.ocular_clonus": "serotonergic_agent and ocular_clonus and (altered_mental_status or agitation or diaphoresis)",
        },
    ),
    Misrendition(
        "tremor alone",
        lambda state: hunter(state) or state["tremor"],
        {"hunter.tremor_hyperreflexia": "serotonergic_agent and tremor"},
    ),
    Misrendition(
        "a temperature of 38.0 counts",
        lambda state: hunter({**state, "hot": True}),
        {"temperature_above_38_0": "37.9"},
        file="facts.yaml",
        key="above",
    ),
)


def deck() -> list[Complete]:
    """All complete states with an agent, with the two signs that misreaders take for others present."""
    return list(complete_states(agent=True, myoclonus=True, altered_mental_status=True))


def states_that_differ(catalogue: clonus.Catalogue) -> list[Complete]:
    """Where a catalogue and the oracle disagree."""
    return [state for state in deck() if verdict_on(case_of(state), catalogue) != yes_or_no(hunter(state))]


@pytest.mark.parametrize("misrendition", MISRENDITIONS, ids=str)
def test_the_product_agrees_with_the_oracle_wherever_a_misrendition_does_not(
    catalogue: clonus.Catalogue, misrendition: Misrendition
) -> None:
    telling = [state for state in deck() if misrendition.wrong(state) is not hunter(state)]

    verdicts = [verdict_on(case_of(state), catalogue) for state in telling]

    assert telling
    assert verdicts == [yes_or_no(hunter(state)) for state in telling]


def test_the_comparison_finds_no_difference_in_the_catalogue_as_it_ships() -> None:
    assert states_that_differ(build_catalogue(KNOWLEDGE)) == []


@pytest.mark.parametrize("misrendition", MISRENDITIONS, ids=str)
def test_the_comparison_fails_for_a_catalogue_edited_to_a_misrendition(tmp_path: Path, misrendition: Misrendition) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("__pycache__", "_compiled.json"))
    edit(folder / misrendition.file, misrendition)

    differing = states_that_differ(build_catalogue(folder))

    assert differing
    assert differing == [state for state in deck() if misrendition.wrong(state) is not hunter(state)]


def edit(file: Path, misrendition: Misrendition) -> None:
    """Put the misrendition's text in place of that of each entry that it names."""
    text = file.read_text(encoding="utf-8")
    for id, wrong in misrendition.rules.items():
        entry = re.compile(rf"(- id: {re.escape(id)}\n(?:(?! *- id: ).*\n)*? *{misrendition.key}: ).*\n")
        text, edits = entry.subn(rf"\g<1>{wrong}\n", text)
        assert edits == 1, f"{id} stands once in {file.name}"
    file.write_text(text, encoding="utf-8")
