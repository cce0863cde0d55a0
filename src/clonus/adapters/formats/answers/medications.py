"""The shape of a medication as it was understood."""

from typing import NotRequired, TypedDict

from clonus.adapters.formats.answers.words import RecognitionWord, StrengthWord, TruthWord


class IngredientLine(TypedDict):
    """An ingredient under the name that RxNorm gives it; `rxcui` is null where its code is not known."""

    name: str
    rxcui: str | None


_Classed = TypedDict("_Classed", {"class": NotRequired[str]})


class MedicationLine(_Classed):
    """One entry of a list as it was understood, and whether it is on board.

    An entry that names several drugs comes back as several, with the same `given`. `candidates` are what an ambiguous one may be.
    `understood` says how its name was read; `dose`, `per_day` (times a day), `route` and `prn` (only when needed) what the case or the
    entry's own text says; `class` stands where it names a class of drugs alone; `asserted` where the case asserts of an entry that was
    not recognized that it is not serotonergic.
    """

    given: str
    status: RecognitionWord
    ingredients: list[IngredientLine]
    candidates: list[str]
    serotonergic: StrengthWord
    on_board: TruthWord
    understood: NotRequired[str]
    dose: NotRequired[str]
    per_day: NotRequired[float]
    route: NotRequired[str]
    prn: NotRequired[bool]
    asserted: NotRequired[bool]
