"""The words of the answers that come from a closed list, and the few shapes that every document shares."""

from typing import Literal, NotRequired, TypedDict

TruthWord = Literal["yes", "no", "unknown"]
RecognitionWord = Literal["recognized", "ambiguous", "unrecognized"]
StrengthWord = Literal["established", "weak", "doubtful", "none", "unknown"]
SeverityGrade = Literal["life_threatening", "severe", "moderate", "mild", "none", "cannot_tell"]
UrgencyLevel = Literal["emergency", "urgent", "routine", "cannot_tell"]
StandingWord = Literal["supported", "possible", "unlikely", "not_assessable"]
GradeWord = Literal["A", "B", "C", "D", "background"]


class CatalogueMark(TypedDict):
    """Which catalogue an answer rests on: its version, and the digest of all that it holds."""

    version: str
    digest: str


class SiteReviews(TypedDict):
    """How many statements the site has signed, and the digest of those signatures."""

    signed: int
    digest: str


class MadeBy(TypedDict):
    """What made an answer; with the same software, catalogue and reviews the same case gets the same answer again."""

    version: str
    catalogue: CatalogueMark
    reviews: NotRequired[SiteReviews]


class RefusedCase(TypedDict):
    """A case that was not answered: its id or its position, and a sentence for each fault of it."""

    id: str
    faults: list[str]


class FactLine(TypedDict):
    """A recorded fact by its id, and what is known of it."""

    fact: str
    truth: TruthWord


class RuleLine(TypedDict):
    """A rule by its id, and what it says."""

    id: str
    says: str


class SourcedLine(TypedDict):
    """A sentence with the ids of the sources that say so."""

    says: str
    sources: list[str]


class NamedLine(TypedDict):
    """A sentence of the catalogue under the id of its entry, with the ids of its sources."""

    id: str
    says: str
    sources: list[str]
