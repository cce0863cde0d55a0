"""The shape of what `clonus screen --format json` prints."""

from typing import Literal, TypedDict

from clonus.adapters.formats.answers.medications import MedicationLine
from clonus.adapters.formats.answers.together import RaisedPart
from clonus.adapters.formats.answers.words import MadeBy, RefusedCase


class ScreeningPart(RaisedPart):
    """What is said of a medication list with the orders proposed to it.

    While `unscreened` (entries that were not recognized) or `unjudged` (agents of which nobody has judged here whether they act on
    serotonin) is not empty, the answer is not complete. `named_only` are drugs known by name alone, and `not_checked` says what no
    screening looks at.
    """

    id: str | None
    as_of: str | None
    input_digest: str | None
    medications: list[MedicationLine]
    proposed: list[MedicationLine]
    unscreened: list[str]
    unjudged: list[str]
    named_only: list[str]
    remarks: list[str]
    not_assessed: list[str]
    not_checked: str


class ScreeningDocument(TypedDict):
    """Every combination of each medication list judged, as `clonus screen --format json` prints it, and the cases that were refused."""

    schema_version: Literal[1]
    clonus: MadeBy
    screenings: list[ScreeningPart]
    refused: list[RefusedCase]
