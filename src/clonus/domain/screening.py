"""What screening says of a medication list with the orders proposed to it."""

from dataclasses import dataclass

from clonus.domain.assessment import Medication
from clonus.domain.interactions import Raised


@dataclass(frozen=True, slots=True)
class Screening:
    """What is said of a medication list with the orders proposed to it; what could not be said is named in `not_assessed`.

    `unscreened` holds the text of every entry that was not recognized, `unjudged` every agent of which nobody has judged here whether it
    acts on serotonin: while either is not empty, no answer is complete. `named_only` holds the drugs that are known by name alone, of
    which no statement speaks. `not_checked` says what no screening looks at.
    """

    id: str
    as_of: str | None
    input_digest: str
    medications: tuple[Medication, ...]
    proposed: tuple[Medication, ...]
    raised: Raised
    unscreened: tuple[str, ...]
    unjudged: tuple[str, ...]
    named_only: tuple[str, ...]
    not_assessed: tuple[str, ...]
    not_checked: str
    remarks: tuple[str, ...] = ()
    list_not_asked: bool = False
