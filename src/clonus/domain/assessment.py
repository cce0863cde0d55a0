"""What an assessment says: medications as understood, verdicts with reasons, open questions, and what was not said."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from clonus.domain.interactions import Raised
from clonus.domain.plan import Plan
from clonus.domain.substances import Strength
from clonus.domain.titration import BeyondLabel
from clonus.domain.truth import KnownFact, Truth


class Recognition(Enum):
    """Whether an entry of a medication list was understood."""

    RECOGNIZED = "recognized"
    AMBIGUOUS = "ambiguous"
    UNRECOGNIZED = "unrecognized"


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An ingredient under RxNorm's name, with its code where it is known."""

    name: str
    rxcui: str


@dataclass(frozen=True, slots=True)
class Medication:
    """One entry of the list as it was understood, and whether it is on board.

    `how` says how its name was understood; `dose`, `per_day`, `route` and `prn` what the case or the entry's own text says.
    `remark` is a sentence that whoever reads the answer must see.
    """

    given: str
    status: Recognition
    ingredients: tuple[Ingredient, ...]
    candidates: tuple[str, ...]
    strength: Strength
    on_board: Truth
    drug_class: str = ""
    asserted: bool = False
    how: str = ""
    dose: str = ""
    per_day: Fraction | None = None
    route: str = ""
    prn: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A criterion's truth for one record, with the facts that force it and those that would change it."""

    criterion: str
    name: str
    truth: Truth
    because: tuple[KnownFact, ...]
    says: str
    would_change: tuple[tuple[str, ...], ...]
    limits: str
    source: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """That criteria answer one record differently, and why that happens."""

    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer rests on: the rules that gave it, in words, with the recorded facts and the sources behind them."""

    rules: tuple[str, ...]
    says: tuple[str, ...]
    because: tuple[KnownFact, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Severity:
    """The highest grade of serotonin toxicity that is proved, the highest that the unknowns still allow, and the thresholds passed."""

    grade: str
    could_be: str
    grounds: Grounds
    thresholds: tuple[KnownFact, ...]


@dataclass(frozen=True, slots=True)
class Urgency:
    """How soon to act, what that means, and why."""

    level: str
    says: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Missing:
    """Something not yet known that would speak for or against a condition, and how to get it."""

    subject: str
    how: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A condition of the differential as it stands for one record."""

    condition: str
    name: str
    standing: str
    says: str
    speaks_for: tuple[KnownFact, ...]
    speaks_against: tuple[KnownFact, ...]
    missing: tuple[Missing, ...]
    timing: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pitfall:
    """Something easily got wrong that applies to this record."""

    id: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unknown that would change an answer: what to examine, why, how, and what it would settle."""

    finding: str
    why: str
    how: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that is said of one record; a part that could not be said is named in `not_assessed`."""

    id: str
    as_of: str | None
    input_digest: str
    medications: tuple[Medication, ...]
    verdicts: tuple[Verdict, ...]
    disagreement: Disagreement | None
    severity: Severity | None
    urgency: Urgency
    differential: tuple[Weighed, ...]
    plan: Plan
    pitfalls: tuple[Pitfall, ...]
    open_questions: tuple[OpenQuestion, ...]
    raised: Raised
    unscreened: tuple[str, ...]
    not_assessed: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    titration: tuple[BeyondLabel, ...] = ()
