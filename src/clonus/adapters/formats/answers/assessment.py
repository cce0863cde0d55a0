"""The shape of what `clonus assess --format json` prints."""

from typing import Literal, TypedDict

from clonus.adapters.formats.answers.medications import MedicationLine
from clonus.adapters.formats.answers.plan import PlanPart
from clonus.adapters.formats.answers.together import RaisedPart
from clonus.adapters.formats.answers.words import (
    FactLine,
    MadeBy,
    NamedLine,
    RefusedCase,
    RuleLine,
    SeverityGrade,
    SourcedLine,
    StandingWord,
    TruthWord,
    UrgencyLevel,
)

LabelCheck = Literal["start", "step", "interval", "maximum"]


class VerdictLine(TypedDict):
    """A criterion's truth for one case, exact over all that is not known.

    `because` are the recorded facts that force it; `would_change` the smallest sets of known facts that would have to be otherwise, or
    of unknown ones that would have to be known, for another answer; `limits` what the criterion was validated on, and what it misses.
    """

    criterion: str
    name: str
    truth: TruthWord
    because: list[FactLine]
    rules: list[str]
    says: str
    would_change: list[list[str]]
    limits: str
    source: str


class SeverityPart(TypedDict):
    """The highest grade of serotonin toxicity that is proved, and `could_be`, the highest that the unknowns still allow.

    `thresholds` are those of the temperature that sources name: passed, not passed, or not known.
    """

    grade: SeverityGrade
    could_be: SeverityGrade
    because: list[FactLine]
    rules: list[RuleLine]
    thresholds: list[FactLine]
    sources: list[str]


class MissingLine(TypedDict):
    """Something not known yet that would speak for or against a condition, and how to get it."""

    finding: str
    how: str


_ForCondition = TypedDict("_ForCondition", {"for": list[FactLine]})


class ConditionLine(_ForCondition):
    """A condition of the differential as it stands for one case: what speaks for it, against it, and what is missing."""

    condition: str
    name: str
    standing: StandingWord
    against: list[FactLine]
    missing: list[MissingLine]
    timing: str
    says: str
    sources: list[str]


class QuestionLine(TypedDict):
    """An unknown that would change an answer: what to examine, why, how, and what it would settle; the best comes first.

    `finding` is the id of a finding or measurement, or `medications`.
    """

    finding: str
    why: str
    how: str
    settles: list[str]


class BeyondLabelLine(TypedDict):
    """A start, a rise or a dose beyond the label: `given` and `limit` in milligrams a day, or in days for a rise that came too soon."""

    agent: str
    kind: LabelCheck
    says: str
    given: float
    limit: float
    authority: str
    sources: list[str]
    known_for: list[NamedLine]


class AssessmentPart(RaisedPart):
    """Everything that is said of one case.

    An empty list means that nothing was found, never that nobody looked: a part that could not be said is named in `not_assessed`, and
    `unscreened` has the text of every entry that was not recognized. `severity` is null where toxicity stands unlikely, `as_of` where the
    case names no moment. `input_digest` is that of the case as it was read.
    """

    id: str | None
    as_of: str | None
    input_digest: str | None
    medications: list[MedicationLine]
    verdicts: list[VerdictLine]
    disagreement: SourcedLine | None
    severity: SeverityPart | None
    urgency: UrgencyLevel
    urgency_says: str
    urgency_because: list[FactLine]
    urgency_rules: list[RuleLine]
    urgency_sources: list[str]
    differential: list[ConditionLine]
    plan: PlanPart
    pitfalls: list[NamedLine]
    titration: list[BeyondLabelLine]
    open_questions: list[QuestionLine]
    unscreened: list[str]
    remarks: list[str]
    not_assessed: list[str]


class AssessmentDocument(TypedDict):
    """What the published criteria say of each case, as `clonus assess --format json` prints it, and the cases that were refused."""

    schema_version: Literal[1]
    clonus: MadeBy
    assessments: list[AssessmentPart]
    refused: list[RefusedCase]
