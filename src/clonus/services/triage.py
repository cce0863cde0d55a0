"""From a record to an assessment: verdicts, severity, urgency, differential, open questions, and what was not assessed."""

from collections.abc import Iterable, Iterator

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment, Disagreement, Medication, Recognition, Verdict, Weighed
from clonus.domain.moments import DaysBefore
from clonus.domain.record import PatientRecord
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth
from clonus.interpreters.explain import explain
from clonus.rules.condition import Standing
from clonus.rules.facts import ConditionFact
from clonus.rules.known import KnownFacts
from clonus.services.asking import Asking
from clonus.services.differential import differential, pitfalls
from clonus.services.exposure import ExposureHistory
from clonus.services.grading import severity, urgency
from clonus.services.knowing import known_facts
from clonus.services.planning import plan
from clonus.services.questions import open_questions
from clonus.services.screening import lists_of, not_screened, raised_by, unscreened
from clonus.services.sentence import CORRECTED
from clonus.services.titration import titration

DISAGREE = "Where the three criteria disagree"


def assess(record: PatientRecord, catalogue: Catalogue, *, reviewed_only: bool = False) -> Assessment:
    """Everything that this version says of a record.

    Args:
        record: all that is known of the patient.
        catalogue: the knowledge to apply.
        reviewed_only: whether to hide each dose that the site has not signed.

    Raises:
        Contradiction: if two statements of the record cannot both be true.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> assess(PatientRecord(), open_catalogue()).urgency.level
        'cannot_tell'
    """
    history, _ = lists = lists_of(record, catalogue)
    known = known_facts(record, history, catalogue)
    verdicts = tuple(explain(criterion, known, catalogue.theory) for criterion in catalogue.criteria.values())
    asking, soon = Asking(record, history, catalogue), urgency(known, catalogue)
    weighed, raised = differential(known, asking, catalogue), raised_by(record, lists, known, catalogue)
    return Assessment(
        id=record.id,
        as_of=record.as_of,
        input_digest=record.digest,
        medications=history.medications,
        verdicts=verdicts,
        disagreement=_disagreement(verdicts, catalogue),
        severity=severity(known, catalogue),
        urgency=soon,
        differential=weighed,
        plan=plan(record, history, known, catalogue, supported=_standing(weighed, Standing.SUPPORTED), reviewed_only=reviewed_only),
        pitfalls=pitfalls(known, catalogue),
        open_questions=open_questions(known, soon.level, _standing(weighed, Standing.POSSIBLE), asking),
        raised=raised,
        unscreened=unscreened(lists),
        not_assessed=(*_unsaid(verdicts, asking, known), *not_screened(record, lists, raised), *_unread(asking)),
        remarks=tuple(_remarks(record, history)),
        titration=titration(record, history, catalogue),
    )


def _standing(weighed: Iterable[Weighed], standing: Standing) -> list[str]:
    return [one.condition for one in weighed if one.standing == standing.value]


def _disagreement(verdicts: Iterable[Verdict], catalogue: Catalogue) -> Disagreement | None:
    """Why criteria differ, where one is met and another is not; the reason stands with one of the criteria."""
    if not {Truth.YES, Truth.NO} <= {verdict.truth for verdict in verdicts}:
        return None
    passages = [passage for criterion in catalogue.criteria.values() for passage in criterion.passages if passage.heading == DISAGREE]
    sources = (one.source for passage in passages for one in passage.evidence)
    return Disagreement(" ".join(passage.says for passage in passages), tuple(dict.fromkeys(sources)))


def _unsaid(verdicts: Iterable[Verdict], asking: Asking, known: KnownFacts) -> Iterator[str]:
    """The criteria that no examination can settle, because something was not said."""
    for verdict in verdicts:
        missing = asking.unsaid(asking.catalogue.criteria[verdict.criterion].solver, known) if verdict.truth is Truth.UNKNOWN else []
        if missing:
            yield f"{verdict.name}: no examination can meet them, because it was not said whether {' and '.join(missing)}"


def _unread(asking: Asking) -> Iterator[str]:
    """The conditions that no fact of the catalogue is about."""
    reasoned = {fact.condition for fact in asking.catalogue.facts if isinstance(fact, ConditionFact)}
    for condition in (*asking.record.patient.conditions, *asking.record.patient.history):
        if condition in reasoned:
            continue
        near = sorted(known for known in reasoned if condition.lower() in known or known in condition.lower())
        meant = f"; known is {' or '.join(near)}" if near else ""
        yield f"{condition}: noted, not reasoned about in this version{meant}"


def _remarks(record: PatientRecord, history: ExposureHistory) -> Iterator[str]:
    """What a reader should know about how the entries were taken."""
    asserted = {entry.given for entry in record.medications or () if entry.asserted_none}
    for medication in history.medications:
        if medication.given in asserted and medication.status is Recognition.RECOGNIZED:
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
    for medication in history.medications:
        if medication.how == CORRECTED:
            yield f"{medication.given}: read as {_meant(medication)}, though it is spelled otherwise; check that this is meant"
        if medication.remark:
            yield medication.remark
    for taken in history.intakes:
        entry = taken[0].entry
        if entry.stopped is not None:
            read = "" if entry in (record.medications or ()) else ", as its text was read"
            yield f"{entry.given}: last dose {_days(entry.stopped)} ago{read}"
    doubtful = [one.given for one in history.medications if one.strength is Strength.DOUBTFUL]
    if doubtful and history.serotonergic_agent is Truth.UNKNOWN:
        yield f"doubtfully serotonergic, so they neither open nor close the gate: {', '.join(dict.fromkeys(doubtful))}"


def _meant(medication: Medication) -> str:
    """What an entry was taken for, or may be."""
    return medication.drug_class or " + ".join(one.name for one in medication.ingredients) or " or ".join(medication.candidates)


def _days(when: DaysBefore) -> str:
    """A number of days, or two where it is known in part."""
    least, most = (f"{float(days):.3g}" for days in (when.least, when.most))
    return f"{least} {'day' if least == '1' else 'days'}" if least == most else f"{least} to {most} days"
