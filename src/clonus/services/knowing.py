"""What a record settles: its facts, those of its medication list included, closed under the axioms."""

from clonus.catalogue.shelves import Catalogue
from clonus.domain.record import Examination, PatientRecord
from clonus.domain.truth import Truth
from clonus.rules.known import KnownFacts, recorded_facts
from clonus.services.exposure import ExposureHistory, fact_truths


def known_facts(record: PatientRecord, history: ExposureHistory, catalogue: Catalogue, *, concluding: bool = True) -> KnownFacts:
    """What a record settles, closed under the axioms; every earlier examination is checked by itself too.

    Where it is not `concluding`, the facts about what is known are left out: enough to see whether a record contradicts itself.

    Raises:
        Contradiction: if two statements of one examination cannot both be true.
    """
    exposures = fact_truths(history, catalogue)
    unasked = dict.fromkeys(exposures, Truth.UNKNOWN)
    for earlier in record.earlier:
        alone = PatientRecord(current=Examination(findings=earlier.findings, measurements=earlier.measurements))
        KnownFacts.of(recorded_facts(catalogue.facts_by_kind, catalogue.findings, alone, unasked), catalogue.theory)
    recorded = recorded_facts(catalogue.facts_by_kind, catalogue.findings, record, exposures)
    return KnownFacts.of(recorded, catalogue.theory, catalogue.conclusions if concluding else ())
