"""What an assessment says: medications as understood, verdicts with reasons, open questions, and what was not said."""

from dataclasses import dataclass
from enum import Enum

from clonus.domain.substances import Strength
from clonus.domain.truth import Truth


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
    """One entry of the list as it was understood, and whether it is on board."""

    given: str
    status: Recognition
    ingredients: tuple[Ingredient, ...]
    candidates: tuple[str, ...]
    strength: Strength
    on_board: Truth
    drug_class: str = ""
    asserted: bool = False


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact that a record settles, one way or the other."""

    fact: str
    truth: Truth


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
    open_questions: tuple[OpenQuestion, ...]
    unscreened: tuple[str, ...]
    not_assessed: tuple[str, ...]
    remarks: tuple[str, ...] = ()
