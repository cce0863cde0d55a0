"""What a plan proposes for one record, warns of, and names: worded as options with their basis, for a clinician to judge."""

from dataclasses import dataclass

from clonus.domain.truth import KnownFact

STOPPING = ("stop_serotonergic_agents", "hold_and_look_for_another_cause", "give_no_more")


@dataclass(frozen=True, slots=True)
class FoldedRegimen:
    """What another source gives, beside the regimen that was chosen."""

    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownDose:
    """A dose for this patient, with who reviewed it, and what other sources give."""

    id: str
    says: str
    review: str
    reviewed: bool
    why: str
    others: tuple[FoldedRegimen, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferedOption:
    """One way to do a step; where no dose can be printed, `no_dose` says why."""

    agent: str
    route: str
    says: str
    dose: ShownDose | None
    no_dose: str
    check: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepRemark:
    """A remark on a step under a heading, such as what to monitor."""

    heading: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A step that applies, with what it rests on."""

    step: str
    name: str
    stage: str
    says: str
    options: tuple[OfferedOption, ...]
    remarks: tuple[StepRemark, ...]
    because: tuple[KnownFact, ...]
    sources: tuple[str, ...]

    @property
    def dose(self) -> str:
        """The first option that has a dose, with it; empty where none has."""
        return next((f"{one.agent} {one.route}: {one.dose.says} ({one.dose.review})" for one in self.options if one.dose), "")


@dataclass(frozen=True, slots=True)
class Warning:
    """Something not to do, and why."""

    step: str
    name: str
    says: str
    because: tuple[KnownFact, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopLine:
    """What becomes of one drug of the patient, in a word such as `stop`, `hold` or `continue`, and what is special about it."""

    given: str
    agent: str
    action: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MayGive:
    """What may be given for a need, or is better avoided, given what is on board."""

    need: str
    answer: str
    agents: tuple[str, ...]
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, in one country."""

    code: str
    country: str
    phone: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do in the order of a team's work, what not to do, and what the product has no reviewed content for.

    `no_contact_for` is the code of the patient's country where no poison center of it is held.
    """

    pathways: tuple[str, ...]
    do: tuple[Recommendation, ...]
    do_not: tuple[Warning, ...]
    stop_list: tuple[StopLine, ...]
    may_give: tuple[MayGive, ...]
    contacts: tuple[Contact, ...]
    no_reviewed_content: tuple[str, ...]
    hidden_doses: int = 0
    no_contact_for: str = ""
