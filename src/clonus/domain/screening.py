"""What screening says of a medication list with the orders proposed to it."""

from dataclasses import dataclass

from clonus.domain.assessment import Medication
from clonus.domain.interactions import Raised


@dataclass(frozen=True, slots=True)
class Screening:
    """What is said of a medication list with the orders proposed to it; what could not be said is named in `not_assessed`.

    `unscreened` holds the text of every entry that was not recognized: while it or `raised.unjudged` is not empty, no answer is complete.
    `not_checked` says what no screening looks at.
    """

    id: str
    as_of: str | None
    input_digest: str
    medications: tuple[Medication, ...]
    proposed: tuple[Medication, ...]
    raised: Raised
    unscreened: tuple[str, ...]
    not_assessed: tuple[str, ...]
    not_checked: str
    remarks: tuple[str, ...] = ()
    list_not_asked: bool = False
