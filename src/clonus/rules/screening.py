"""What screening decides with: combinations, rules of loudness, mechanisms, rules of regimens, and risk factors."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clonus.domain.evidence import Evidence, Review, sources_of
from clonus.domain.interactions import Combination, Harm, Tier
from clonus.rules.axioms import Theory
from clonus.rules.criterion import StatedRule
from clonus.rules.diagrams import Literals

# What a rule of loudness may ask of two agents that meet in a list.
MEETING = (
    *("contraindicated", "major", "moderate", "minor", "regimen"),
    *("well_supported", "new", "raised", "proposed", "acts", "toxicity", "tolerated", "eased", "cross_taper", "overdose"),
)


@dataclass(frozen=True, slots=True)
class LoudnessRule:
    """A rule that gives a tier, or that lowers it by one."""

    tier: Tier | None
    rule: StatedRule


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One way of raising serotonin with the agents that do so, or, where `agents` is a number, so many agents that act together."""

    id: str
    name: str
    of: tuple[str, ...]
    agents: int | None
    evidence: tuple[Evidence, ...]
    review: Review
    means: frozenset[str] = frozenset()


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
    sources: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", sources_of(self.evidence))


@dataclass(frozen=True, slots=True)
class ScreeningKnowledge:
    """All that screening decides with; `bearing` keeps, for each pair of agents asked before, the statements that speak most closely.

    `spoken_of` holds every agent of which a statement speaks.
    """

    combinations: tuple[Combination, ...]
    loudness: tuple[LoudnessRule, ...]
    meeting: Theory
    mechanisms: Mapping[str, Mechanism]
    regimens: tuple[RegimenRule, ...]
    acting: Theory
    spoken_of: frozenset[str]
    bearing: dict[tuple[str, str], tuple[Combination, ...]] = field(default_factory=dict)
    judged: dict[Literals, tuple[Tier, tuple[str, ...]]] = field(default_factory=dict)
