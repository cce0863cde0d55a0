"""The Hunter criteria written from the papers alone, and what they say of an examination that is not complete.

It imports nothing of the product and must stay so: what shares code with the product cannot judge it.
A state maps each name to True, False or, where nobody looked, None.
The criteria are those of Dunkley 2003; in the presence of a serotonergic agent, any one of
    1. spontaneous clonus
    2. inducible clonus and (agitation or diaphoresis)
    3. ocular clonus and (agitation or diaphoresis)
    4. tremor and hyperreflexia
    5. hypertonia and a highest temperature above 38 °C and (ocular clonus or inducible clonus)
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import combinations, product

State = Mapping[str, bool | None]
Complete = Mapping[str, bool]
Literal = tuple[str, bool]

KINDS = ("spontaneous_clonus", "inducible_clonus", "ocular_clonus")
SIGNS = (*KINDS, "agitation", "diaphoresis", "tremor", "hyperreflexia", "hypertonia", "hot")
CLONUS = "clonus"
AGENT = "agent"


def hunter(state: Complete) -> bool:
    """Whether a complete state meets the criteria."""
    if not state[AGENT]:
        return False
    unsettled = state["agitation"] or state["diaphoresis"]
    if state["spontaneous_clonus"]:
        return True
    if state["inducible_clonus"] and unsettled:
        return True
    if state["ocular_clonus"] and unsettled:
        return True
    if state["tremor"] and state["hyperreflexia"]:
        return True
    return state["hypertonia"] and state["hot"] and (state["ocular_clonus"] or state["inducible_clonus"])


def allowed(state: Complete) -> bool:
    """Whether clonus is present exactly where one of its kinds is; a state that does not speak of clonus is allowed."""
    return CLONUS not in state or state[CLONUS] == any(state[kind] for kind in KINDS)


def completions(state: State) -> Iterator[Complete]:
    """Every complete state that the known values leave open; none where they contradict one another."""
    names = list(state)
    choices = [(False, True) if value is None else (value,) for value in state.values()]
    for values in product(*choices):
        complete = dict(zip(names, values, strict=True))
        if allowed(complete):
            yield complete


def truth(state: State) -> str:
    """`yes` if every completion meets the criteria, `no` if none does, else `unknown`; `contradiction` if there is none."""
    met = unmet = False
    for complete in completions(state):
        if hunter(complete):
            met = True
        else:
            unmet = True
        if met and unmet:
            return "unknown"
    if not (met or unmet):
        return "contradiction"
    return "yes" if met else "no"


def every_state(names: tuple[str, ...], values: tuple[bool | None, ...]) -> Iterator[dict[str, bool | None]]:
    """Each combination of the values over the names."""
    for chosen in product(values, repeat=len(names)):
        yield dict(zip(names, chosen, strict=True))


def minimal_forcing_sets(names: tuple[str, ...], met: bool, given: State | None = None) -> set[frozenset[Literal]]:
    """The smallest sets of known values, free of contradiction, that settle the criteria as met (or not met) whatever else is found.

    Args:
        names: whose values may be known.
        met: which answer is settled.
        given: what is known already; the agent is where nothing else is said.
    """
    worlds = list(completions({AGENT: True, **(given or {}), **dict.fromkeys(names)}))
    contrary = _numbered(hunter(world) is not met for world in worlds)
    holds = {(name, value): _numbered(world[name] is value for world in worlds) for name in names for value in (True, False)}
    found: list[frozenset[Literal]] = []
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            for values in product((False, True), repeat=size):
                literals = tuple(zip(chosen, values, strict=True))
                left = reduce(int.__and__, (holds[literal] for literal in literals), (1 << len(worlds)) - 1)
                if left and not left & contrary and not any(smaller <= set(literals) for smaller in found):
                    found.append(frozenset(literals))
    return set(found)


def _numbered(answers: Iterable[bool]) -> int:
    """The numbers of the answers that are true, as the bits of one integer."""
    return sum(1 << number for number, answer in enumerate(answers) if answer)
