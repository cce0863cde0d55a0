"""Screening of a whole list with the orders proposed to it: pairs, regimens, risk factors, and what was not raised."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, product

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Recognition
from clonus.domain.interactions import Interaction, NotRaised, Raised, RiskAnswer
from clonus.domain.record import PatientRecord
from clonus.domain.screening import Screening
from clonus.domain.truth import Truth
from clonus.rules.diagrams import Literals
from clonus.rules.known import KnownFacts
from clonus.rules.screening import SHOWS_TOXICITY, AboutPair, RiskFactor
from clonus.services.exposure import ExposureHistory, history_of
from clonus.services.kinetics import estimate_of
from clonus.services.knowing import known_facts
from clonus.services.meeting import Taken, as_one, intakes_of, meeting_of
from clonus.services.pairs import Circumstances, Encounter, about, acts_locally, interactions_of, names_of, why_not
from clonus.services.reconcile import entry_of, reconcile
from clonus.services.regimens import regimens_of, states_of

NOT_CHECKED = (
    "Not checked here: bleeding, sedation, alcohol, pregnancy, the levels of drugs that do not act on serotonin,"
    " and every other combination of which no statement of this catalogue speaks."
)
Lists = tuple[ExposureHistory, ExposureHistory]


@dataclass(slots=True)
class Judged:
    """What screening found so far; of one pair and kind the loudest is kept, and a pair that is raised is not also told as not raised."""

    raised: dict[tuple[tuple[str, str], str], Interaction] = field(default_factory=dict)
    quiet: dict[tuple[str, str], NotRaised] = field(default_factory=dict)

    def add(self, found: Interaction, entries: tuple[str, str]) -> None:
        """Keep an interaction, unless a louder or worse one of its kind is kept of the same two entries."""
        key = (entries, found.known.kind)
        kept = self.raised.get(key)
        if kept is None or _weight(found) > _weight(kept):
            self.raised[key] = found

    def interactions(self) -> tuple[Interaction, ...]:
        """All that was raised, the loudest and worst first."""
        return tuple(sorted(self.raised.values(), key=_place))

    def not_raised(self) -> tuple[NotRaised, ...]:
        """All that was considered and not raised."""
        shown = {pair for pair, _ in self.raised}
        return tuple(self.quiet[pair] for pair in sorted(self.quiet) if pair not in shown)


def _place(one: Interaction) -> tuple[int, int, int, tuple[str, str]]:
    """The loudest and worst first, and what is of serotonin before what is not."""
    return -one.tier.rank, -one.harm.rank, int(one.known.kind != "serotonergic"), one.between


def _weight(one: Interaction) -> tuple[int, int, bool, bool, str]:
    """The loudest, the worst, the surest; then what is taken before what was stopped, so that the order of entries decides nothing."""
    return one.tier.rank, one.harm.rank, one.certain, one.kind != "washout", one.says


def screen(record: PatientRecord, catalogue: Catalogue) -> Screening:
    """What is said of a medication list with the orders proposed to it.

    Args:
        record: the patient; `proposed` is screened with the list, and opens no gate.
        catalogue: the knowledge to apply.

    Raises:
        Contradiction: if two statements of the record cannot both be true.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> from clonus.domain.record import MedicationEntry
        >>> record = PatientRecord(medications=(MedicationEntry("Nardil"),), proposed=(MedicationEntry("Zoloft"),))
        >>> screen(record, open_catalogue()).raised.interactions[0].between
        ('phenelzine', 'sertraline')
    """
    history, ordered = lists = lists_of(record, catalogue)
    raised = raised_by(record, lists, known_facts(record, history, catalogue, concluding=_concludes(record, catalogue)), catalogue)
    return Screening(
        id=record.id,
        as_of=record.as_of,
        input_digest=record.digest,
        medications=history.medications,
        proposed=ordered.medications,
        raised=raised,
        unscreened=unscreened(lists),
        not_assessed=(*not_screened(record, lists, raised), *_not_used(record)),
        not_checked=NOT_CHECKED,
        remarks=tuple(dict.fromkeys(_remarks(record, lists, catalogue))),
        list_not_asked=record.medications is None,
    )


def _remarks(record: PatientRecord, lists: Lists, catalogue: Catalogue) -> Iterator[str]:
    """What whoever reads must see: of an entry, of a name that makes nothing quieter, and of entries that stand twice, word for word."""
    yield from (one.remark for history in lists for one in history.medications if one.remark)
    for key, names in (("tolerated", [name for pair in record.tolerated for name in pair]), ("monitored", list(record.monitored))):
        for name in (name for name in names if not _named(name, catalogue)):
            yield f"{key}: {name} names no drug that is known here, so it makes nothing quieter"
    for given, times in Counter(one.given for one in record.medications or ()).items():
        if times > 1:
            yield f"{given}: stands {times} times in the list; check whether it is taken that often, or written twice"


def _not_used(record: PatientRecord) -> Iterator[str]:
    current = record.current
    if current.measurements or current.findings or record.earlier:
        yield "findings, vital signs, laboratory values, ECG: read for risk factors and for orders alone; an assessment judges them"


def _concludes(record: PatientRecord, catalogue: Catalogue) -> bool:
    """Whether facts about what is known matter: whether there are signs that agents may meet, or a risk factor asks for such a fact."""
    return catalogue.screening_concludes or bool(record.current.findings or record.current.measurements)


def lists_of(record: PatientRecord, catalogue: Catalogue) -> Lists:
    """The medication list as understood, and the proposed orders likewise."""
    return history_of(record, catalogue), history_of(PatientRecord(medications=record.proposed), catalogue)


def raised_by(record: PatientRecord, lists: Lists, known: KnownFacts, catalogue: Catalogue) -> Raised:
    """What a list raises together with the orders proposed to it.

    Args:
        record: the patient.
        lists: the medication list and the proposed orders, as understood.
        known: what the record settles.
        catalogue: the knowledge to apply.
    """
    history, ordered = lists
    intakes = intakes_of(history.exposures or (), ordered.exposures or (), catalogue)
    around = circumstances_of(record, known, catalogue)
    judged = _pairs(intakes, record, around, catalogue)
    for found in states_of(intakes, around, catalogue):
        judged.add(found, found.between)
    unjudged, named_only = _unheard(lists, judged, catalogue)
    facts = _with_orders(known, intakes, catalogue)
    return Raised(
        interactions=judged.interactions(),
        regimen=regimens_of(intakes, around, catalogue),
        risk_factors=tuple(_risk(one, facts) for one in catalogue.risk_factors.values()),
        not_raised=judged.not_raised(),
        unjudged=unjudged,
        named_only=named_only,
    )


def unscreened(lists: Lists) -> tuple[str, ...]:
    """The text of every entry, taken or proposed, that was not recognized."""
    whole = [one for history in lists for one in history.medications]
    return tuple(dict.fromkeys(one.given for one in whole if one.status is not Recognition.RECOGNIZED))


def circumstances_of(record: PatientRecord, known: KnownFacts, catalogue: Catalogue) -> Circumstances:
    """What of a record makes alerts louder or quieter."""
    tolerated = {
        frozenset((one, other))
        for pair in record.tolerated
        if len(pair) == 2
        for one, other in product(*(_named(name, catalogue) for name in pair))
    }
    shows = catalogue.truth(SHOWS_TOXICITY, known) is Truth.YES
    warned = catalogue.plan.do_not.values() if shows and record.proposed else ()
    return Circumstances(
        tolerated=frozenset(tolerated),
        setting=record.setting,
        monitored=frozenset(name for text in record.monitored for name in _named(text, catalogue)),
        toxicity=shows,
        warned=tuple(one for one in warned if one.forbids and one.rule.solver.truth(known.closed) is Truth.YES),
    )


def _named(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The ingredients that a text surely names."""
    readings = reconcile([entry_of(text)], catalogue)
    return tuple(name for one in readings if one.status is Recognition.RECOGNIZED for name in one.meanings[0].ingredients)


class _Row:
    """One agent that an intake may be to: the intake as it stands, as if it were to that agent, and by what the list tells it."""

    __slots__ = ("label", "local", "name", "one", "whole")

    def __init__(self, name: str, whole: Taken, one: Taken, local: bool):
        self.name, self.whole, self.one, self.local = name, whole, one, local
        self.label = name if one is whole else whole.entry.given


def _pairs(intakes: Iterable[Taken], record: PatientRecord, around: Circumstances, catalogue: Catalogue) -> Judged:
    """Every pair of agents that two intakes may be to, judged; its names stand in their order."""
    judged, estimate = Judged(), cache(lambda name: estimate_of(name, catalogue, record))
    rows = [
        _Row(name, it, as_one(it, name, catalogue), acts_locally(it.exposure, catalogue))
        for it in intakes
        for name in names_of(it.exposure, catalogue)
    ]
    rows.sort(key=lambda row: (-catalogue.spoken_in_switches[row.name], row.name))  # of a class, the better known members first
    alike: set[tuple[object, ...]] = set()
    for first, second in combinations(rows, 2):
        left, right = (first, second) if first.name <= second.name else (second, first)
        if left.name == right.name or left.whole is right.whole:
            continue
        told = about(left.name, right.name, catalogue)
        if not told.considered:
            continue
        entries = (left.label, right.label) if left.label <= right.label else (right.label, left.label)
        if not told.known:
            judged.quiet.setdefault(entries, told.inert)
            continue
        if _told_already((left, right), told, around, alike):
            continue
        names = told.inert.between
        encounter = Encounter((left.one, right.one), names, meeting_of(left.one, right.one, names, catalogue, estimate))
        found = [] if left.local or right.local or encounter.meeting.meets is Truth.NO else interactions_of(encounter, around, catalogue)
        for interaction in found:
            judged.add(interaction, entries)
        if not found and entries not in judged.quiet:
            judged.quiet[entries] = why_not(encounter, catalogue)
    return judged


def _told_already(pair: tuple[_Row, _Row], told: AboutPair, around: Circumstances, alike: set[tuple[object, ...]]) -> bool:
    """Whether another member of a class in the place of this one was judged by the same statements, in the same way.

    Where a date, a dose, a form or the name of the agent itself may decide, each member is judged.
    """
    if told.limited or around.tolerated or around.monitored or any(row.whole.entry.stopped is not None for row in pair):
        return False
    statements = tuple(map(id, (*told.known, *told.emergency)))
    key = (*((id(row.whole), row.local, row.one.exposure.strength, row.one.exposure.on_board) for row in pair), statements)
    if key in alike:
        return True
    alike.add(key)
    return False


def _with_orders(known: KnownFacts, intakes: Iterable[Taken], catalogue: Catalogue) -> Literals:
    """What is known for risk factors: that nothing changed lately is not, where an order would change it."""
    [change] = [1 << catalogue.theory.numbers[fact.id] for fact in catalogue.general_exposures if fact.about == "recent_change"]
    yes, no = known.closed
    return (yes, no & ~change) if any(one.proposed and one.new is not Truth.NO for one in intakes) else (yes, no)


def _risk(factor: RiskFactor, known: Literals) -> RiskAnswer:
    return factor.answers[factor.rule.solver.truth(known) if factor.rule else Truth.UNKNOWN]


def _unheard(lists: Lists, judged: Judged, catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The drugs of a list of which nobody has judged whether they act, and those that no statement joins to another of the list."""
    names = dict.fromkeys(ingredient.name for history in lists for one in history.medications for ingredient in one.ingredients)
    unknown = [name for name in names if name not in catalogue.substances]
    pairs = [*(one.between for one in judged.raised.values()), *(one.between for one in judged.quiet.values())] if unknown else []
    joined = {name for pair in pairs for name in pair}
    unjudged = [name for name in unknown if name in catalogue.names.unjudged]
    spoken_of = catalogue.screening.spoken_of
    return (
        tuple(name for name in unjudged if name not in spoken_of),
        tuple(name for name in unknown if name not in unjudged and name not in joined),
    )


def not_screened(record: PatientRecord, lists: Lists, raised: Raised) -> Iterator[str]:
    """What could not be screened, and why."""
    if record.medications is None and record.proposed:
        yield "medications: the list was not asked for, so the proposed orders were screened against one another alone"
    elif record.medications is None:
        yield "medications: the list was not asked for, so nothing was screened"
    whole = [one for history in lists for one in history.medications]
    for one in whole:
        if one.status is Recognition.UNRECOGNIZED:
            yield f"{one.given}: not recognized, so whether it is serotonergic is not known, and no combination with it was judged"
        elif one.status is Recognition.AMBIGUOUS:
            yield f"{one.given}: ambiguous, it may be {' or '.join(one.candidates)}"
    if raised.unjudged:
        names = ", ".join(raised.unjudged)
        yield f"whether they act on serotonin nobody has judged here, so no combination with them was judged: {names}"
    if raised.named_only:
        names = ", ".join(raised.named_only)
        yield f"not screened, because no entry describes them and no statement joins them to this list: {names}"
