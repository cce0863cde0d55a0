"""The shape of a plan: steps, options, doses, warnings, what becomes of each drug, what may be given, and whom to call."""

from typing import Literal, NotRequired, TypedDict

from clonus.adapters.formats.answers.words import FactLine, SourcedLine

StopAction = Literal["stop", "hold", "stopped", "restart", "continue", "replace", "substitute", "finish"]
MayGiveAnswer = Literal["first", "option", "contested", "avoid"]
Need = Literal[
    "pain",
    "nausea",
    "agitation",
    "intubation",
    "paralysis",
    "low_pressure",
    "high_pressure",
    "seizure",
    "fever",
    "cough",
    "infection",
]


class DoseLine(TypedDict):
    """A dose for this patient, with its review status beside it.

    `reviewed` is true where the site's own reviews hold it, `why` says why it is the one that is shown, `others` what other sources give.
    """

    id: str
    says: str
    review: str
    reviewed: bool
    why: str
    others: list[SourcedLine]
    sources: list[str]


class DosePart(TypedDict, total=False):
    """The dose of an option, where one can be printed."""

    dose: DoseLine


class NoDosePart(TypedDict, total=False):
    """Why an option has no dose, where that is to be said."""

    no_dose: str


class OptionLine(TypedDict):
    """One way to do a step: an agent by a route; `no_dose` says why none can be printed, `check` what to look at first."""

    agent: str
    route: str
    says: str
    dose: NotRequired[DoseLine]
    no_dose: NotRequired[str]
    check: list[str]
    sources: list[str]


class RemarkLine(TypedDict):
    """A remark on a step under a heading, such as what to monitor."""

    heading: str
    says: str
    sources: list[str]


class StoppedDrugLine(TypedDict):
    """What becomes of one drug of the patient; `agent` is null where the entry was not recognized."""

    given: str
    agent: str | None
    action: StopAction
    says: str
    sources: list[str]


class FirstDosePart(TypedDict, total=False):
    """The first option that has a dose, with it, in one text."""

    dose: str


class AgentsPart(TypedDict, total=False):
    """What becomes of each drug, where the step is one that stops drugs."""

    agents: list[StoppedDrugLine]


class StepLine(TypedDict):
    """A step that applies, worded as an option with its basis, for a clinician to judge.

    `dose` has the first option that has a dose, with it, in one text; `agents` stands with the steps that stop drugs alone.
    """

    step: str
    name: str
    stage: str
    says: str
    dose: NotRequired[str]
    options: list[OptionLine]
    remarks: list[RemarkLine]
    agents: NotRequired[list[StoppedDrugLine]]
    because: list[FactLine]
    sources: list[str]


class WarningLine(TypedDict):
    """Something not to do, and why."""

    step: str
    name: str
    says: str
    because: list[FactLine]
    sources: list[str]


class MayGiveLine(TypedDict):
    """What may be given for a need, or is better avoided, given what is on board."""

    need: Need
    answer: MayGiveAnswer
    agents: list[str]
    says: str
    sources: list[str]


class ContactLine(TypedDict):
    """Whom to call, in one country."""

    country: str
    name: str
    phone: str
    says: str
    sources: list[str]


class PlanPart(TypedDict):
    """What to do in the order of a team's work, and what not to do.

    `no_reviewed_content` names what nothing is held for, `hidden_doses` counts those that nobody of the site has signed where only signed
    ones are to be shown, and `no_contact_for` is the code of the patient's country where no poison center of it is held.
    """

    pathways: list[str]
    do: list[StepLine]
    do_not: list[WarningLine]
    stop_list: list[StoppedDrugLine]
    may_give: list[MayGiveLine]
    contacts: list[ContactLine]
    no_reviewed_content: list[str]
    hidden_doses: int
    no_contact_for: str
