"""What can be asked about a record: for each fact the finding, measurement or list that would settle it, and how to get it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Missing, Recognition
from clonus.domain.findings import Effort, Observation
from clonus.domain.record import PatientRecord
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth
from clonus.rules.diagrams import bits
from clonus.rules.facts import ConditionFact, ExposureFact, FindingFact, HighestFact, MeasuredFact, PatientFact, RecordFact
from clonus.rules.known import KnownFacts
from clonus.rules.solve import Solver
from clonus.services.exposure import ExposureHistory

MEDICATIONS = "medications"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is still open to be asked of one record."""

    record: PatientRecord
    history: ExposureHistory
    catalogue: Catalogue
    _subjects: dict[str, str] = field(default_factory=dict)
    _missing: dict[str, Missing] = field(default_factory=dict)

    def subject(self, fact: str) -> str:
        """What to ask in order to learn a fact: a finding, a measurement or the medication list; nothing where it cannot be had."""
        found = self._subjects.get(fact)
        if found is None:
            found = self._subjects[fact] = self._subject(fact)
        return found

    def how(self, subject: str) -> str:
        """How to examine, measure or ask for a subject."""
        if subject == MEDICATIONS:
            return self.catalogue.how_to_ask
        return (self.catalogue.findings.get(subject) or self.catalogue.measurements[subject]).examine

    def effort(self, subject: str) -> Effort:
        """What it costs at the bedside."""
        if subject == MEDICATIONS:
            return Effort.ASK
        return (self.catalogue.findings.get(subject) or self.catalogue.measurements[subject]).effort

    def is_evident(self, subject: str) -> bool:
        """Whether nobody overlooks it where it is present."""
        return subject in self.catalogue.findings and self.catalogue.findings[subject].evident

    def why(self, subject: str) -> str:
        """What is lacking: a sentence."""
        if subject == MEDICATIONS:
            return self._why_medications()
        catalogue = self.catalogue
        what = catalogue.findings.get(subject) or catalogue.measurements[subject]
        return f"{what.name} was not {'examined' if subject in catalogue.findings else 'measured'}."

    def missing(self, facts: Iterable[str]) -> list[Missing]:
        """What can be asked in order to learn some facts, each once."""
        found, subjects = {}, self._subjects
        for fact in facts:
            subject = subjects.get(fact)
            if subject is None:
                subject = self.subject(fact)
            if subject and subject not in found:
                known = self._missing.get(subject)
                if known is None:
                    known = self._missing[subject] = Missing(subject, self.how(subject))
                found[subject] = known
        return list(found.values())

    def unsaid(self, solver: Solver, known: KnownFacts) -> list[str]:
        """What a rule cannot do without, is not known, and is no examination: in words."""
        needed = (solver.needed[0] | solver.needed[1]) & ~(known.closed[0] | known.closed[1])
        facts = (self.catalogue.facts[number] for number in bits(needed))
        return [fact.says for fact in facts if isinstance(fact, (RecordFact, PatientFact, ConditionFact))]

    def _subject(self, fact: str) -> str:
        number = self.catalogue.theory.numbers.get(fact)
        if number is None:
            return ""
        definition = self.catalogue.facts[number]
        if isinstance(definition, FindingFact):
            return definition.finding if definition.asked and self._can_be_examined(definition.finding) else ""
        match definition:
            case ExposureFact(about=about):
                return MEDICATIONS if self._list_is_open(about) else ""
            case HighestFact(_, _, threshold) | MeasuredFact(_, _, threshold):
                return "" if threshold.measurement in self.record.current.measurements else threshold.measurement
            case _:
                return ""

    def _can_be_examined(self, finding: str) -> bool:
        hidden = self.catalogue.findings[finding].hidden_by & self.record.examined_under
        return not hidden and self.record.current.findings.get(finding) is not Observation.CANNOT_EXAMINE

    def _list_is_open(self, about: str) -> bool:
        """Whether asking could settle a fact about the list: it was not asked for, an entry was not understood, or a date is missing."""
        if self.history.exposures is None or about == "serotonergic_agent":
            return self.history.can_be_asked
        exposures = self.history.exposures
        return any(not one.certain or one.on_board is Truth.UNKNOWN or one.entry.started is None for one in exposures)

    def _why_medications(self) -> str:
        history = self.history
        if history.exposures is None:
            return "The medication list was not asked for."
        unclear = [one.given for one in history.medications if one.status is not Recognition.RECOGNIZED and not one.asserted]
        undated = [
            one.given
            for one in history.medications
            if one.on_board is Truth.UNKNOWN and one.strength is not Strength.NONE and one.given not in unclear
        ]
        parts = []
        if unclear:
            parts.append(f"Not understood: {', '.join(dict.fromkeys(unclear))}.")
        if undated:
            parts.append(f"Perhaps still on board: {', '.join(dict.fromkeys(undated))}.")
        return " ".join(parts) or "Not every date of the medication list is known."
