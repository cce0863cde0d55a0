"""From what is known to a plan: the steps whose rules hold, in the order of a team's work, and what not to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clonus.catalogue.plans import IN_QUESTION
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Medication, Recognition
from clonus.domain.evidence import sources_of
from clonus.domain.plan import STOPPING, Contact, MayGive, OfferedOption, Plan, Recommendation, StepRemark, StopLine, Warning
from clonus.domain.record import PatientRecord
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth
from clonus.interpreters.explain import because_of
from clonus.rules.criterion import StatedRule
from clonus.rules.known import KnownFacts
from clonus.rules.plan import Detail, Option, Step, Stopping
from clonus.services.dosing import Dosing
from clonus.services.exposure import Exposure, ExposureHistory

_CALLS_POISON_CENTER = "call_poison_center"


def plan(
    record: PatientRecord,
    history: ExposureHistory,
    known: KnownFacts,
    catalogue: Catalogue,
    *,
    supported: Iterable[str] = (),
    reviewed_only: bool = False,
) -> Plan:
    """What to do and what not to do for a record.

    Args:
        record: the patient.
        history: the medication list as understood.
        known: what the record settles.
        catalogue: the knowledge to apply.
        supported: the conditions that stand supported, of which those without a pathway are named.
        reviewed_only: whether to hide each dose that the site has not signed; how many were hidden is said.
    """
    weights = tuple(catalogue.plan.weights.values())
    planning = _Planning(record, history, known, catalogue, Dosing(record.patient, catalogue.reviews, weights, reviewed_only))
    steps = [step for step in catalogue.plan.steps.values() if planning.holds(step.rule)]
    applying = {step.id for step in steps}
    pathways = [one for one in catalogue.plan.pathways.values() if planning.holds(one.rule)]
    covered = {condition for one in catalogue.plan.pathways.values() for condition in one.conditions}
    return Plan(
        pathways=tuple(one.id for one in pathways),
        do=tuple(planning.recommended(step) for step in steps),
        do_not=tuple(planning.warnings()),
        stop_list=tuple(planning.stop_list(applying)),
        may_give=tuple(planning.may_give()),
        contacts=planning.contacts(applying),
        no_reviewed_content=tuple(id for id in supported if id not in covered),
        hidden_doses=planning.dosing.hidden,
        no_contact_for=record.country if record.country not in {"", *(one.code for one in catalogue.contacts)} else "",
    )


@dataclass(slots=True)
class _Planning:
    """One plan being made."""

    record: PatientRecord
    history: ExposureHistory
    known: KnownFacts
    catalogue: Catalogue
    dosing: Dosing

    def holds(self, rule: StatedRule | None) -> bool:
        """Whether a rule is proved; no rule always holds."""
        return rule is None or rule.solver.truth(self.known.closed) is Truth.YES

    def recommended(self, step: Step) -> Recommendation:
        """A step with the options and remarks that apply."""
        return Recommendation(
            step=step.id,
            name=step.name,
            stage=step.stage,
            says=step.rule.says,
            options=tuple(self._offered(option) for option in step.options if self.holds(option.rule)),
            remarks=tuple(StepRemark(one.heading, one.says, one.sources) for one in step.details if self._applies(one)),
            because=tuple(because_of(step.rule.solver, step.rule.solver.decide(self.known.closed)[1], self.known)),
            sources=sources_of(step.rule.evidence),
        )

    def warnings(self) -> Iterator[Warning]:
        """What not to do."""
        for one in self.catalogue.plan.do_not.values():
            truth, certificate = one.rule.solver.decide(self.known.closed)
            if truth is Truth.YES:
                because = tuple(because_of(one.rule.solver, certificate, self.known))
                yield Warning(one.id, one.name, one.rule.says, because, sources_of(one.rule.evidence))

    def stop_list(self, applying: set[str]) -> Iterator[StopLine]:
        """What becomes of each drug of the patient, where the plan stops or holds; those for which something special stands always."""
        action = "stop" if STOPPING[0] in applying else "hold" if not applying.isdisjoint(STOPPING) else ""
        special = [one for one in self.catalogue.plan.stopping.values() if (action or one.rule) and self.holds(one.rule)]
        if not action and not special:
            return
        lines: dict[StopLine, None] = {}
        for medication, intakes in zip(self.history.medications, self.history.intakes, strict=True):
            lines.update(dict.fromkeys(_stop_lines(medication, intakes, action, special)))
        yield from lines

    def may_give(self) -> Iterator[MayGive]:
        """What may be given for each need, unless the whole list is known to hold nothing serotonergic and no signs satisfy Hunter."""
        if self.catalogue.truth(IN_QUESTION, self.known) is Truth.NO:
            return
        standing = [one for one in self.catalogue.plan.may_give.values() if self.holds(one.rule)]
        avoided = {(one.need, agent) for one in standing if one.answer == "avoid" for agent in one.agents}
        for one in standing:
            agents = tuple(agent for agent in one.agents if one.answer == "avoid" or (one.need, agent) not in avoided)
            if agents or not one.agents:
                yield MayGive(one.need, one.answer, agents, one.says, one.sources)

    def contacts(self, applying: set[str]) -> tuple[Contact, ...]:
        """The poison center of the patient's country, or of each country where that was not said or is not held."""
        if _CALLS_POISON_CENTER not in applying:
            return ()
        found = [one for one in self.catalogue.contacts if one.code == self.record.country]
        return tuple(found) or self.catalogue.contacts

    def _offered(self, option: Option) -> OfferedOption:
        dose, no_dose = self.dosing.dose_of(option)
        return OfferedOption(option.agent, option.route, option.says, dose, no_dose, option.check, option.sources)

    def _applies(self, detail: Detail) -> bool:
        if detail.agents:
            return any(not detail.agents.isdisjoint(kinds) for kinds in self._on_board()) and self.holds(detail.rule)
        return self.holds(detail.rule)

    def _on_board(self) -> Iterator[frozenset[str]]:
        for exposure in self.history.exposures or ():
            if exposure.on_board is not Truth.NO:
                yield from exposure.kinds or ()


def _stop_lines(medication: Medication, exposures: Iterable[Exposure], action: str, special: list[Stopping]) -> Iterator[StopLine]:
    for exposure in exposures:
        kinds = frozenset[str]().union(*(exposure.kinds or ()))
        about = [one for one in special if not one.agents.isdisjoint(kinds)]
        stops = bool(action) and (exposure.strength is not Strength.NONE or exposure.entry.overdose)
        kept = any(one.action == "continue" for one in about)
        if (exposure.on_board is Truth.NO and not kept) or not (stops or about):
            continue
        yield StopLine(
            given=medication.given,
            agent=exposure.name if medication.status is Recognition.RECOGNIZED else "",
            action=_action(exposure, medication, action, about),
            says=" ".join(one.says for one in about) or _unclear(medication),
            sources=sources_of(evidence for one in about for evidence in one.evidence),
        )


def _action(exposure: Exposure, medication: Medication, action: str, about: list[Stopping]) -> str:
    """What becomes of one agent: what stands of it in particular; else an overdose is stopped, and a doubtful agent held."""
    entry = exposure.entry
    own = next((one.action for one in about if one.action), "")
    if entry.was_stopped is Truth.YES:
        return "restart" if own == "continue" else "stopped"
    if own:
        return own
    if entry.overdose:
        return "stop"
    if exposure.strength is Strength.NONE or medication.asserted:
        return "continue"
    return action if exposure.strength.opens_the_gate else "hold"


def _unclear(medication: Medication) -> str:
    if medication.status is Recognition.UNRECOGNIZED:
        return "Not recognized: find out what it is before the next dose."
    if medication.status is Recognition.AMBIGUOUS:
        return f"Ambiguous, it may be {' or '.join(medication.candidates)}: find out before the next dose."
    return ""
