"""What a plan is made of: steps with their options and doses, warnings, pathways, and what may be given for a need."""

from dataclasses import dataclass, field
from fractions import Fraction

from clonus.domain.evidence import Evidence, Review, sources_of
from clonus.rules.criterion import StatedRule


@dataclass(frozen=True, slots=True)
class OtherRegimen:
    """A regimen that another source gives, shown folded under the one that was chosen."""

    says: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """A regimen with its source, for patients of an age (years) and a weight (kg) within limits.

    `amounts` holds one figure, or the lowest and the highest, in `unit`, or in `unit` for each kilogram where `per_kg`.
    `most` is the highest single amount; `daily_most` the highest in a day, or `daily_most_per_kg` where that is lower.
    `how` says the rest, such as rate and interval.
    """

    id: str
    from_age: Fraction | None
    below_age: Fraction | None
    from_weight: Fraction | None
    below_weight: Fraction | None
    per_kg: bool
    amounts: tuple[Fraction, ...]
    unit: str
    most: Fraction | None
    daily_most: Fraction | None
    daily_most_per_kg: Fraction | None
    how: str
    others: tuple[OtherRegimen, ...]
    chosen: str
    chosen_evidence: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]
    review: Review

    def is_for_age(self, age: Fraction) -> bool:
        """Whether it is written for a patient of this age."""
        return (self.from_age is None or age >= self.from_age) and (self.below_age is None or age < self.below_age)

    def is_for_weight(self, weight: Fraction | None) -> bool:
        """Whether it is written for a patient of this weight; a limit of weight needs a weight."""
        if self.from_weight is not None and (weight is None or weight < self.from_weight):
            return False
        return self.below_weight is None or (weight is not None and weight < self.below_weight)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to do a step with an agent: when it may be proposed, its doses, and what to check first.

    `rule` holds where the step applies and the option's own condition is met.
    """

    agent: str
    route: str
    says: str
    rule: StatedRule
    doses: tuple[Dose, ...]
    check: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", sources_of(self.evidence))

    @property
    def review(self) -> Review:
        """The review of the option."""
        return self.rule.review


@dataclass(frozen=True, slots=True)
class Detail:
    """A cited remark on a step; it may hold under a rule alone, or for some agents of the patient alone."""

    id: str
    heading: str
    says: str
    rule: StatedRule | None
    agents: frozenset[str]
    evidence: tuple[Evidence, ...]
    review: Review
    sources: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", sources_of(self.evidence))


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, when its rule holds."""

    id: str
    name: str
    stage: str
    rule: StatedRule
    options: tuple[Option, ...]
    details: tuple[Detail, ...]

    @property
    def review(self) -> Review:
        """The review of the step as a whole."""
        return self.rule.review


@dataclass(frozen=True, slots=True)
class Warned:
    """Something not to do, when its rule holds; `forbids` names agents and classes that no step may offer then."""

    id: str
    name: str
    rule: StatedRule
    forbids: frozenset[str]

    @property
    def review(self) -> Review:
        """The review of the warning."""
        return self.rule.review


@dataclass(frozen=True, slots=True)
class Remedy:
    """What may be given for a need, or is better avoided; without a rule it always stands."""

    id: str
    need: str
    agents: tuple[str, ...]
    answer: str
    says: str
    rule: StatedRule | None
    evidence: tuple[Evidence, ...]
    review: Review
    sources: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", sources_of(self.evidence))


@dataclass(frozen=True, slots=True)
class Pathway:
    """The steps that belong to one state of affairs, and the conditions that it has content for."""

    id: str
    name: str
    conditions: tuple[str, ...]
    rule: StatedRule
    steps: tuple[str, ...]

    @property
    def review(self) -> Review:
        """The review of the pathway."""
        return self.rule.review


@dataclass(frozen=True, slots=True)
class Stopping:
    """What is special about stopping some agents; `action` says what becomes of them in place of a stop, `rule` when it stands."""

    id: str
    agents: frozenset[str]
    says: str
    action: str
    rule: StatedRule | None
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a plan, in the order in which a team works."""

    id: str
    name: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class PoisonCenter:
    """Whom to call in a country; the last part of `id` is its two-letter code."""

    id: str
    country: str
    phone: str
    says: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class WeightForAge:
    """Between which weights (kg) a patient below an age (years) can be."""

    id: str
    below_age: Fraction
    least: Fraction
    most: Fraction
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class PlanKnowledge:
    """All that plans are made of, in the order of the stages."""

    stages: dict[str, Stage]
    steps: dict[str, Step]
    do_not: dict[str, Warned]
    pathways: dict[str, Pathway]
    may_give: dict[str, Remedy]
    stopping: dict[str, Stopping]
    poison_centers: dict[str, PoisonCenter]
    weights: dict[str, WeightForAge]
