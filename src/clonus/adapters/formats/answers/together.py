"""The shapes of what is raised of agents together; an assessment and a screening hold them alike."""

from typing import Literal, TypedDict

from clonus.adapters.formats.answers.words import GradeWord, SourcedLine, TruthWord

HarmWord = Literal["contraindicated", "major", "moderate", "minor", "none"]
TierWord = Literal["interruptive", "passive", "recorded"]
InteractionKind = Literal["serotonergic", "kinetic", "washout", "other"]
Direction = Literal["up", "mixed", "none", "mimic", "does_not_exclude", "unclear"]
Outcome = Literal[
    "serotonin_toxicity",
    "movement_disorder",
    "hyponatremia",
    "behavioral_activation",
    "withdrawal",
    "qt_prolongation",
    "isolated_twitch_or_tremor",
]


class InteractionLine(TypedDict):
    """Two agents that act together, or one that does so with the state of the patient: how bad, how loud, and what to do.

    `between` names the agents, `given` the entries that hold them. `tier_because` are the rules that made it as loud as it is. `certain`
    is false where a name, a date or a dose that is not known decides. `instead` are alternatives, `rate` how often it was seen,
    `disputed` who says otherwise.
    """

    id: str
    between: list[str]
    given: list[str]
    severity: HarmWord
    tier: TierWord
    tier_because: list[str]
    kind: InteractionKind
    evidence: GradeWord
    certain: bool
    mechanism: str
    onset: str
    says: str
    do: str
    instead: list[str]
    rate: SourcedLine | None
    disputed: list[SourcedLine]
    sources: list[str]


class RegimenLine(TypedDict):
    """What agents do together beyond their pairs, judged by mechanism: or one agent in overdose."""

    id: str
    mechanisms: list[str]
    agents: list[str]
    severity: HarmWord
    tier: TierWord
    tier_because: list[str]
    says: str
    do: str
    sources: list[str]


class RiskLine(TypedDict):
    """A risk factor, whether the patient has it, and which outcomes it bears on.

    `outcome` has the outcomes in words. `direction` is `up` where it raises a risk, `mimic` where it only looks like one,
    `does_not_exclude` where its absence settles nothing. Factors are never added up.
    """

    factor: str
    name: str
    truth: TruthWord
    outcome: str
    outcomes: list[Outcome]
    direction: Direction
    says: str
    disputed: str | None
    sources: list[str]


class NotRaisedLine(TypedDict):
    """A pair that was considered and not raised, and why."""

    between: list[str]
    why: str
    sources: list[str]


class RaisedPart(TypedDict):
    """What is raised of agents together, the loudest first, and what was considered and not raised."""

    interactions: list[InteractionLine]
    regimen: list[RegimenLine]
    risk_factors: list[RiskLine]
    not_raised: list[NotRaisedLine]
