"""From a record to an assessment: facts, verdicts, open questions, and a plain list of what was not assessed."""

from collections.abc import Iterable, Iterator

from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import Assessment, Medication, OpenQuestion, Recognition
from clonus.domain.evidence import Status
from clonus.domain.findings import Effort, Observation
from clonus.domain.record import Examination, PatientRecord
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth
from clonus.interpreters.explain import Unknown, explain, signs_satisfy, unknowns
from clonus.rules.criterion import Criterion
from clonus.rules.facts import ExposureFact, FindingFact, HighestFact, KnownFacts, recorded_facts
from clonus.services.exposure import ExposureHistory, fact_truth, history_of

NOT_BUILT = (
    "severity: not built yet, so no grade of toxicity is given",
    "urgency: not built yet, so how soon to act is left to the clinician",
    "differential: not built yet, so no other cause was weighed",
    "interactions: not built yet, so no combination was screened",
    "risk_factors: not built yet, so none was looked for",
    "plan: not built yet, so no step is proposed and none is warned against",
    "pitfalls: not built yet, so none was looked for",
    "sternbach and radomski: not built yet, so only the Hunter criteria were applied",
)


def assess(record: PatientRecord, catalogue: Catalogue) -> Assessment:
    """Everything that this version says of a record.

    Args:
        record: all that is known of the patient.
        catalogue: the knowledge to apply.

    Raises:
        Contradiction: if two statements of the record cannot both be true.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> assess(PatientRecord(), open_catalogue()).verdicts[0].truth
        <Truth.UNKNOWN: 'unknown'>
    """
    history = history_of(record, catalogue)
    known = known_facts(record, history, catalogue)
    criteria = tuple(catalogue.criteria.values())
    return Assessment(
        id=record.id,
        as_of=record.as_of,
        input_digest=record.digest,
        medications=history.medications,
        verdicts=tuple(explain(criterion, known, catalogue.theory) for criterion in criteria),
        open_questions=tuple(_open_questions(criteria, known, record, history, catalogue)),
        unscreened=tuple(dict.fromkeys(_unscreened(history.medications))),
        not_assessed=(*NOT_BUILT, *_not_assessed(record, history, catalogue)),
        remarks=(*_cautions(criteria, known), *_remarks(record, history)),
    )


def known_facts(record: PatientRecord, history: ExposureHistory, catalogue: Catalogue) -> KnownFacts:
    """What a record settles, closed under the axioms; every earlier examination is checked by itself too.

    Raises:
        Contradiction: if two statements of one examination cannot both be true.
    """
    exposures = {fact.id: fact_truth(fact, history) for fact in catalogue.facts if isinstance(fact, ExposureFact)}
    unasked = dict.fromkeys(exposures, Truth.UNKNOWN)
    for earlier in record.earlier:
        alone = PatientRecord(current=Examination(findings=earlier.findings, measurements=earlier.measurements))
        KnownFacts.of(recorded_facts(catalogue.facts, catalogue.findings, alone, unasked), catalogue.theory)
    return KnownFacts.of(recorded_facts(catalogue.facts, catalogue.findings, record, exposures), catalogue.theory)


def _open_questions(
    criteria: Iterable[Criterion], known: KnownFacts, record: PatientRecord, history: ExposureHistory, catalogue: Catalogue
) -> Iterator[OpenQuestion]:
    """One question for each finding, measurement or list that would settle a criterion, the best first."""
    asked: dict[str, list[tuple[Criterion, Unknown]]] = {}
    for criterion in criteria:
        for unknown in unknowns(criterion, known):
            subject = _subject(unknown.fact, record, history, catalogue)
            if subject:
                asked.setdefault(subject, []).append((criterion, unknown))

    def rank(subject: str) -> tuple[int, float, int, int]:
        most = max(unknown.decides for _, unknown in asked[subject])
        share = sum(unknown.share for _, unknown in asked[subject])
        return (-most, -round(share, 9), _effort(subject, catalogue).rank, list(asked).index(subject))

    for subject in sorted(asked, key=rank):
        yield _question(subject, asked[subject], known, history, catalogue)


def _subject(fact: str, record: PatientRecord, history: ExposureHistory, catalogue: Catalogue) -> str:
    """What to ask in order to learn a fact: a finding, a measurement or the medication list; nothing where it cannot be had."""
    definition = catalogue.facts[catalogue.theory.numbers[fact]]
    match definition:
        case ExposureFact():
            return "medications" if history.can_be_asked else ""
        case HighestFact(_, _, threshold):
            return "" if threshold.measurement in record.current.measurements else threshold.measurement
        case FindingFact(_, _, finding, _, asked):
            if not asked:
                return ""
            observed = record.current.findings.get(finding)
            hidden = catalogue.findings[finding].hidden_by & record.examined_under
            return "" if hidden or observed is Observation.CANNOT_EXAMINE else finding


def _question(
    subject: str, about: list[tuple[Criterion, Unknown]], known: KnownFacts, history: ExposureHistory, catalogue: Catalogue
) -> OpenQuestion:
    names = ", ".join(dict.fromkeys(criterion.name for criterion, _ in about))
    decides = max(unknown.decides for _, unknown in about)
    effect = {
        0: f"It counts towards the {names} together with other findings.",
        1: f"One of its two answers settles the {names} at once.",
        2: f"Either answer settles the {names} at once.",
    }[decides]
    if subject == "medications":
        signs = any(signs_satisfy(criterion, known, catalogue.theory) for criterion, _ in about)
        why = f"{_why_medications(history)} {'The signs already satisfy the criteria. ' if signs else ''}{effect}"
        how = next(fact.ask for fact in catalogue.facts if isinstance(fact, ExposureFact) and fact.ask)
    else:
        what = catalogue.findings.get(subject) or catalogue.measurements[subject]
        why, how = f"{what.name} was not {'examined' if subject in catalogue.findings else 'measured'}. {effect}", what.examine
    return OpenQuestion(subject, why, how, tuple(dict.fromkeys(criterion.id for criterion, _ in about)))


def _why_medications(history: ExposureHistory) -> str:
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
    return " ".join(parts) or "Whether a serotonergic agent is on board is not settled."


def _effort(subject: str, catalogue: Catalogue) -> Effort:
    if subject == "medications":
        return Effort.ASK
    return (catalogue.findings.get(subject) or catalogue.measurements[subject]).effort


def _unscreened(medications: Iterable[Medication]) -> Iterator[str]:
    for medication in medications:
        if medication.status is not Recognition.RECOGNIZED:
            yield medication.given


def _not_assessed(record: PatientRecord, history: ExposureHistory, catalogue: Catalogue) -> Iterator[str]:
    """What could not be said of this record in particular."""
    for medication in history.medications:
        if medication.status is Recognition.UNRECOGNIZED:
            yield f"{medication.given}: not recognized, so whether it is serotonergic is not known"
        elif medication.status is Recognition.AMBIGUOUS:
            yield f"{medication.given}: ambiguous, it may be {' or '.join(medication.candidates)}"
    names = (ingredient.name for medication in history.medications for ingredient in medication.ingredients)
    undescribed = [name for name in dict.fromkeys(names) if name not in catalogue.substances]
    if undescribed:
        yield f"not screened, because no entry of the catalogue describes them: {', '.join(undescribed)}"
    for condition in (*record.patient.conditions, *record.patient.history):
        yield f"{condition}: noted, not reasoned about in this version"


def _cautions(criteria: Iterable[Criterion], known: KnownFacts) -> Iterator[str]:
    """The warnings of the criteria that what is known calls for, whatever the verdicts."""
    for criterion in criteria:
        for caution in criterion.cautions:
            if caution.review.status is not Status.WITHDRAWN and caution.solver.truth(known.closed) is Truth.YES:
                yield caution.says


def _remarks(record: PatientRecord, history: ExposureHistory) -> Iterator[str]:
    """What a reader should know about how the entries were taken."""
    known = {Recognition.RECOGNIZED}
    asserted = {entry.given for entry in record.medications or () if entry.asserted_none}
    for medication in history.medications:
        if medication.given in asserted and medication.status in known:
            yield f"{medication.given}: `serotonergic: none` was ignored, because the catalogue knows it as {medication.strength.value}"
        elif medication.asserted:
            yield f"{medication.given}: taken as not serotonergic because the user says so"
    if record.unanswered:
        yield f"written down without a value, so taken as not examined: {', '.join(record.unanswered)}"
    if "benzodiazepine" in record.examined_under:
        yield "examined under a benzodiazepine: signs may be softened"
    hidden = record.examined_under & {"paralysis", "deep_sedation"}
    if hidden:
        yield f"examined under {' and '.join(sorted(hidden)).replace('_', ' ')}: absent neuromuscular signs count as unknown"
    if record.baseline:
        yield f"known from before this episode: {', '.join(sorted(record.baseline))}"
    if record.patient.age is not None and record.patient.age < 1:
        yield "under one year of age clonus can be normal, and the Hunter criteria are not validated"
    doubtful = [one.given for one in history.medications if one.strength is Strength.DOUBTFUL]
    if doubtful and history.serotonergic_agent is Truth.UNKNOWN:
        yield f"doubtfully serotonergic, so they neither open nor close the gate: {', '.join(dict.fromkeys(doubtful))}"
