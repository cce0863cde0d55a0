"""What screening decides with: combinations, rules of loudness, mechanisms, rules of regimens, and risk factors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from clonus.domain.evidence import Evidence, Review, sources_of
from clonus.domain.interactions import Combination, Harm, NotRaised, OnlyFor, RiskAnswer, Tier
from clonus.domain.switching import SwitchRemark
from clonus.domain.truth import Truth
from clonus.rules.axioms import Theory
from clonus.rules.criterion import StatedRule
from clonus.rules.diagrams import Literals

Loudness = tuple[Tier, tuple[str, ...]]
SHOWS_TOXICITY = "toxicity_shows"  # the fact by which an order is louder
# What a rule of loudness may ask of two agents that meet in a list.
MEETING = (
    *("contraindicated", "major", "moderate", "minor", "regimen"),
    *(
        "well_supported",
        "new",
        "raised",
        "proposed",
        "acts",
        "toxicity",
        "tolerated",
        "eased",
        "on_the_way",
        "overdose",
        "advised_against",
        "interval_over",
    ),
)


@dataclass(frozen=True, slots=True)
class LoudnessRule:
    """A rule that gives a tier, or that lowers it by one; `within_days` is the time that a fact of it speaks of, where that is its own."""

    tier: Tier | None
    rule: StatedRule
    within_days: Fraction | None


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One way of raising serotonin with the agents that do so, or, where `agents` is a number, so many agents that act together.

    `only` limits an agent of it to some forms or doses.
    """

    id: str
    name: str
    of: tuple[str, ...]
    agents: int | None
    evidence: tuple[Evidence, ...]
    review: Review
    means: frozenset[str] = frozenset()
    only: tuple[OnlyFor, ...] = ()


@dataclass(frozen=True, slots=True)
class RegimenRule:
    """When agents together are a hazard beyond their pairs."""

    harm: Harm
    do: str
    rule: StatedRule


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """What makes outcomes likelier; `rule` is None where a record has no field for it."""

    id: str
    name: str
    kind: str
    outcomes: tuple[str, ...]
    direction: str
    says: str
    disputed: str
    rule: StatedRule | None
    evidence: tuple[Evidence, ...]
    review: Review
    answers: Mapping[Truth, RiskAnswer] = field(init=False)

    def __post_init__(self) -> None:
        told = (self.outcomes, self.direction, self.says, self.disputed, sources_of(self.evidence))
        object.__setattr__(self, "answers", {truth: RiskAnswer(self.id, self.name, truth, *told) for truth in Truth})


@dataclass(frozen=True, slots=True)
class AboutPair:
    """What is known of a pair of agents whatever the patient.

    `known` holds of each kind the statements that speak most closely of it, the worst first; `limited` says that one of them is for
    some forms or doses alone. `considered` says whether the pair concerns this product at all; `emergency` what to do where one of
    the two cannot wait; `inert` why a pair of which nothing speaks raises nothing.
    """

    known: tuple[Combination, ...]
    limited: bool
    considered: bool
    emergency: tuple[SwitchRemark, ...]
    inert: NotRaised


@dataclass(frozen=True, slots=True)
class ScreeningKnowledge:
    """All that screening decides with.

    `longest_taper` is how many days ahead a planned stop may lie to count as the end of a taper; `spoken_of` holds every agent of which
    a statement speaks; `pairs` and `judged` keep what was asked before.
    """

    combinations: tuple[Combination, ...]
    loudness: tuple[LoudnessRule, ...]
    meeting: Theory
    mechanisms: Mapping[str, Mechanism]
    regimens: tuple[RegimenRule, ...]
    acting: Theory
    spoken_of: frozenset[str]
    longest_taper: Fraction
    pairs: dict[tuple[str, str], AboutPair] = field(default_factory=dict)
    judged: dict[Literals, Loudness] = field(default_factory=dict)
