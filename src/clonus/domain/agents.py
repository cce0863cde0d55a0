"""How agents differ: kinetics and what changes them, doses, enzymes, affinities, label frequencies and reports."""

from dataclasses import dataclass
from fractions import Fraction

from clonus.domain.evidence import Evidence, Review

FACTORS = ("cyp2d6_poor", "cyp2c19_poor", "hepatic_impairment", "renal_impairment", "older", "with")
OLDER_THAN = 65


@dataclass(frozen=True, slots=True)
class KineticFactor:
    """What changes a half-life, and how many times longer it gets; of the parent where `moiety` is its name.

    `when` is a word of FACTORS; for `with`, `agents` are the ingredients that do it.
    """

    moiety: str
    when: str
    agents: tuple[str, ...]
    half_life_ratio: Fraction
    says: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Kinetics:
    """Published kinetics of an agent: hours to the peak, days to steady state, and what changes its half-lives."""

    name: str
    peak_hours: tuple[Fraction, Fraction] | None
    steady_state_days: tuple[Fraction, Fraction] | None
    says: str
    factors: tuple[KineticFactor, ...]
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class LabelDose:
    """What a label says of the dose of an agent for some patients: milligrams a day, and days between rises.

    `when` are words of FACTORS or empty for any; a limit that no source gives is None.
    """

    name: str
    population: str
    least_age: Fraction | None
    most_age: Fraction | None
    when: tuple[str, ...]
    agents: tuple[str, ...]
    form: str
    start_mg: Fraction | None
    step_mg: Fraction | None
    interval_days: Fraction | None
    maximum_mg: Fraction | None
    authority: str
    says: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class TooFast:
    """What too high a start or too fast a rise of some agents is known for."""

    id: str
    agents: tuple[str, ...]
    of: tuple[str, ...]
    says: str
    evidence: tuple[Evidence, ...]
    review: Review
    means: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Enzyme:
    """A cytochrome that an agent inhibits, with its strength, or by which it is cleared."""

    enzyme: str
    role: str
    strength: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Affinity:
    """How tightly an agent binds, in nanomol per liter, with the kind of constant, the species and the assay."""

    target: str
    nanomolar: str
    measure: str
    species: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often an effect was seen, as a label or a trial table says it."""

    effect: str
    says: str
    percent: Fraction | None
    placebo: Fraction | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A disproportionality of a registry of spontaneous reports; never comparable across registries or comparators."""

    event: str
    odds_ratio: Fraction
    low: Fraction | None
    high: Fraction | None
    comparator: str
    registry: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What sets an agent apart from others of its kind."""

    name: str
    enzymes: tuple[Enzyme, ...]
    affinities: tuple[Affinity, ...]
    frequencies: tuple[Frequency, ...]
    reports: tuple[Report, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class LabelDosing:
    """The label doses of each ingredient, and what going beyond them is known for."""

    doses: dict[str, tuple[LabelDose, ...]]
    too_fast: tuple[TooFast, ...]


@dataclass(frozen=True, slots=True)
class HalfLifeOf:
    """The published half-life of a parent or an active metabolite, in hours; None where no source gave one."""

    name: str
    low: Fraction | None
    high: Fraction | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """From a lower to an upper end: days, or for accumulation times."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class AgentSheet:
    """One agent as it stands beside others; what no source gave is None or empty.

    `half_lives` has the parent first. `five_half_lives` are days to steady state, and as many to clearance, of what stays longest;
    `accumulation` is how many times one dose a day of doses adds up to. `on_board` are the days after the last dose below which it is
    on board, and after which it is not. `wait` is the interval before an irreversible MAO inhibitor, with its authority.
    """

    name: str
    strength: str
    half_lives: tuple[HalfLifeOf, ...]
    five_half_lives: Range | None
    accumulation: Range | None
    on_board: Range
    wait: tuple[Fraction, str] | None
    kinetics: Kinetics | None
    profile: Profile | None
    doses: tuple[LabelDose, ...]
