"""What is known of drugs together, and what is raised of a list: interactions, regimens, risk factors, and what was not raised."""

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from clonus.domain.evidence import Evidence, Grade, Review, sources_of
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth


class Harm(Enum):
    """How bad a combination can get, as far as that is plausible; `none` for one that is looked at and not raised, with a reason."""

    CONTRAINDICATED = "contraindicated"
    MAJOR = "major"
    MODERATE = "moderate"
    MINOR = "minor"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for none, more for worse."""
        return _HARMS.index(self)


_HARMS = (Harm.NONE, Harm.MINOR, Harm.MODERATE, Harm.MAJOR, Harm.CONTRAINDICATED)


class Tier(Enum):
    """How loud an alert is: it interrupts, it stands in the list, or it is only recorded."""

    RECORDED = "recorded"
    PASSIVE = "passive"
    INTERRUPTIVE = "interruptive"

    @property
    def rank(self) -> int:
        """0 for recorded, more for louder."""
        return _TIERS.index(self)

    @property
    def lower(self) -> "Tier":
        """The next tier below."""
        return _TIERS[max(self.rank - 1, 0)]


_TIERS = (Tier.RECORDED, Tier.PASSIVE, Tier.INTERRUPTIVE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with its sources: a published rate, or who says otherwise."""

    says: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class OnlyFor:
    """That a statement holds for an agent in some forms or routes, above or up to a daily dose in milligrams, or acting so surely, alone.

    An entry that names one of the forms is of it; one that gives a dose is judged by the dose; another may be either. `not_forms` are
    those for which it does not hold; it does for an entry that names none of them; `brands` are those that an entry must name, or have a
    dose above the limit. `form_mg` are daily doses in which the forms come, so that one alone does not say by which way it is taken.
    `strength` is how surely the agent acts on serotonin in the form of the entry.
    """

    agent: str
    forms: tuple[str, ...]
    above_mg: Fraction | None
    at_most_mg: Fraction | None
    strength: Strength | None = None
    not_forms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    form_mg: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Combination:
    """What is known of the agents of one end with those of the other: harm, mechanism, what to do, what instead.

    `one` and `other` are the words as written, `ones` and `others` the substances that they mean.
    `eased_by` is what makes the alert quieter where it is so: a setting, or that an agent is monitored. `state` is a state of the
    patient that takes the place of the other end: toxicity that shows now, or an overdose of the agent.
    """

    id: str
    kind: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    harm: Harm
    mechanism: str
    onset: str
    says: str
    do: str
    instead: tuple[str, ...]
    only: tuple[OnlyFor, ...]
    eased_by: frozenset[str]
    state: str
    rate: Remark | None
    disputed: tuple[Remark, ...]
    evidence: tuple[Evidence, ...]
    review: Review
    ones: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    sources: tuple[str, ...] = field(init=False)
    grade: Grade = field(init=False)

    def __post_init__(self) -> None:
        cited = (*self.evidence, *(self.rate.evidence if self.rate else ()), *(one for said in self.disputed for one in said.evidence))
        object.__setattr__(self, "sources", sources_of(cited))
        grades = [list(Grade).index(one.grade) for one in self.evidence]
        object.__setattr__(self, "grade", list(Grade)[min(grades, default=len(Grade) - 1)])

    def is_about(self, one: str, other: str) -> bool:
        """Whether it speaks of this pair, whichever way round."""
        return (one in self.ones and other in self.others) or (other in self.ones and one in self.others)

    def is_limited(self, one: str, other: str) -> bool:
        """Whether it is limited to a form, a dose or a strength of one of a pair."""
        return any(limit.agent in (one, other) for limit in self.only)

    def beats(self, rival: "Combination", one: str, other: str) -> bool:
        """Whether it is the more specific of two statements of a kind about a pair: closer to one agent, not less close to the other."""
        if self.kind != rival.kind:
            return False
        if self.is_general is not rival.is_general:
            return rival.is_general
        closer = [_closer(agent, self._end(agent, mate), rival._end(agent, mate)) for agent, mate in ((one, other), (other, one))]
        return max(closer) > 0 and min(closer) >= 0

    @property
    def is_general(self) -> bool:
        """Whether an end of it says only how surely agents are serotonergic, and the other is not of named agents alone."""
        ends = ((self.one, self.other, self.others), (self.other, self.one, self.ones))
        return any(all(word.endswith(" agents") for word in end) and not named.issuperset(mate) for end, mate, named in ends)

    def _end(self, agent: str, mate: str) -> tuple[tuple[str, ...], frozenset[str]]:
        first = agent in self.ones and mate in self.others
        return (self.one, self.ones) if first else (self.other, self.others)


def _closer(agent: str, end: tuple[tuple[str, ...], frozenset[str]], rival: tuple[tuple[str, ...], frozenset[str]]) -> int:
    """1 where the first end speaks more closely of an agent, -1 where the second does, 0 where neither."""
    named, rival_named = agent in end[0], agent in rival[0]
    if named or rival_named:
        return int(named) - int(rival_named)
    return int(end[1] < rival[1]) - int(rival[1] < end[1])


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two agents of a list that act together, or one that does so with the state of the patient.

    `says` tells how they meet in this list, `known` what is known of such a pair; `certain` is false where a name, a date or a dose
    that is not known decides. `because` are the rules that gave the tier.
    """

    between: tuple[str, str]
    given: tuple[str, str]
    harm: Harm
    tier: Tier
    kind: str
    says: str
    known: Combination
    certain: bool
    because: tuple[str, ...]
    do: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegimenFinding:
    """What agents do together beyond their pairs, judged by mechanism: or one agent in overdose."""

    id: str
    mechanisms: tuple[str, ...]
    agents: tuple[str, ...]
    harm: Harm
    tier: Tier
    says: str
    do: str
    because: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotRaised:
    """A pair that was considered and not raised, and why."""

    between: tuple[str, str]
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RiskAnswer:
    """A risk factor for one record, and which outcomes it bears on."""

    factor: str
    name: str
    truth: Truth
    outcomes: tuple[str, ...]
    direction: str
    says: str
    disputed: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """All that is said of agents together: what is raised, the loudest first, the risk factors, and what was considered and not raised.

    `unjudged` holds every agent of which nobody has judged here whether it acts on serotonin, `named_only` the drugs that are known by
    name alone and that no statement joins to another of the list.
    """

    interactions: tuple[Interaction, ...]
    regimen: tuple[RegimenFinding, ...]
    risk_factors: tuple[RiskAnswer, ...]
    not_raised: tuple[NotRaised, ...]
    unjudged: tuple[str, ...] = ()
    named_only: tuple[str, ...] = ()

    @property
    def tier(self) -> Tier | None:
        """The loudest tier of all that was raised; None where nothing was."""
        tiers = [*(one.tier for one in self.interactions), *(one.tier for one in self.regimen)]
        return max(tiers, key=lambda tier: tier.rank, default=None)
