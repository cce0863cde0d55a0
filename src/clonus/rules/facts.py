"""How a record yields facts: definitions from findings, measurements and exposures, and what one record settles.

Thresholds and time windows live here, as data of the definitions, so that rules stay Boolean.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clonus.domain.errors import Contradiction, Fault, Place
from clonus.domain.evidence import Evidence, Review
from clonus.domain.findings import Finding, Observation
from clonus.domain.record import Examination, PatientRecord
from clonus.domain.truth import Truth
from clonus.rules.axioms import Theory
from clonus.rules.diagrams import Literals, bits


@dataclass(frozen=True, slots=True)
class Threshold:
    """A measurement strictly above a value."""

    measurement: str
    above: Fraction


@dataclass(frozen=True, slots=True)
class FindingFact:
    """A finding is present now; where nobody looked, a measurement above a threshold may say so.

    `asked` is false for a finding that says less than others that can be asked for in its place.
    """

    id: str
    says: str
    finding: str
    follows_from: Threshold | None
    asked: bool
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class HighestFact:
    """The highest value of the episode is above a threshold; `said_by` is a finding that says so without a number."""

    id: str
    says: str
    threshold: Threshold
    said_by: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class ExposureFact:
    """A statement about the medication list, with its time window in days, longer for the substances named.

    `ask` is how to ask a patient for what would settle it.
    """

    id: str
    says: str
    about: str
    ask: str
    within_days: Fraction | None
    within_days_of: Mapping[str, Fraction]
    evidence: tuple[Evidence, ...]
    review: Review


FactDefinition = FindingFact | HighestFact | ExposureFact


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact that a record settles, and the key of the record that settles it."""

    number: int
    value: bool
    origin: str


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """All that one record settles: what was recorded, and that with what the axioms derive from it."""

    recorded: tuple[Recorded, ...]
    closed: Literals

    @staticmethod
    def of(recorded: Iterable[Recorded], theory: Theory) -> "KnownFacts":
        """The recorded facts with their consequences.

        Raises:
            Contradiction: if they cannot all hold; it names the keys at odds.
        """
        kept = tuple(recorded)
        true = false = 0
        for one in kept:
            if one.value:
                true |= 1 << one.number
            else:
                false |= 1 << one.number
        closed = theory.close((true, false))
        conflict = theory.conflict(closed)
        if conflict is not None:
            raise Contradiction(Fault(Place(), _at_odds(kept, conflict, theory)))
        return KnownFacts(kept, closed)

    def grounds(self, number: int, value: bool, theory: Theory) -> Iterator[Recorded]:
        """The recorded facts from which one known fact follows, each enough by itself."""
        for one in self.recorded:
            true, false = theory.implied_by(one.number, one.value)
            if (true if value else false) >> number & 1:
                yield one


def recorded_facts(
    definitions: Sequence[FactDefinition],
    findings: Mapping[str, Finding],
    record: PatientRecord,
    exposures: Mapping[str, Truth],
) -> Iterator[Recorded]:
    """Every fact that a record settles directly; a fact's number is the position of its definition.

    Args:
        definitions: all facts, in the order of the theory.
        findings: the catalogue's findings, by id.
        record: the patient.
        exposures: the truth of each exposure fact, by id.
    """
    for number, definition in enumerate(definitions):
        match definition:
            case FindingFact():
                yield from _of_finding(number, definition, findings[definition.finding], record)
            case HighestFact():
                yield from _of_highest(number, definition, record)
            case ExposureFact(id):
                truth = exposures[id]
                if truth is not Truth.UNKNOWN:
                    yield Recorded(number, truth is Truth.YES, id)


def _of_finding(number: int, definition: FindingFact, finding: Finding, record: PatientRecord) -> Iterator[Recorded]:
    observed = record.current.findings.get(definition.finding)
    if observed is Observation.PRESENT:
        yield Recorded(number, True, definition.finding)
    elif observed is Observation.ABSENT and not finding.hidden_by & record.examined_under:
        yield Recorded(number, False, definition.finding)
    elif observed is None and definition.follows_from is not None:
        measured = record.current.measurements.get(definition.follows_from.measurement)
        if measured is not None and measured > definition.follows_from.above:
            yield Recorded(number, True, definition.follows_from.measurement)


def _of_highest(number: int, definition: HighestFact, record: PatientRecord) -> Iterator[Recorded]:
    measurement, limit = definition.threshold.measurement, definition.threshold.above
    now = record.current.measurements.get(measurement)
    hotter_before = any(_exceeds(earlier, definition) for earlier in record.earlier)
    if hotter_before or (now is not None and now > limit):
        yield Recorded(number, True, measurement)
    elif now is not None:
        yield Recorded(number, False, measurement)
    if definition.said_by:
        said = record.current.findings.get(definition.said_by)
        if said is Observation.PRESENT:
            yield Recorded(number, True, definition.said_by)
        elif said is Observation.ABSENT and not hotter_before:
            yield Recorded(number, False, definition.said_by)


def _exceeds(examination: Examination, definition: HighestFact) -> bool:
    measured = examination.measurements.get(definition.threshold.measurement)
    if measured is not None:
        return measured > definition.threshold.above
    return examination.findings.get(definition.said_by) is Observation.PRESENT


def _at_odds(recorded: tuple[Recorded, ...], conflict: Literals, theory: Theory) -> str:
    """The sentence that names the keys whose values cannot all hold."""
    if conflict[0] & conflict[1]:
        wanted = [(number, value) for number in bits(conflict[0]) for value in (True, False)]
    else:
        wanted = [*((number, True) for number in bits(conflict[0])), *((number, False) for number in bits(conflict[1]))]
    keys: list[str] = []
    for number, value in wanted:
        for one in recorded:
            true, false = theory.implied_by(one.number, one.value)
            if (true if value else false) >> number & 1 and one.origin not in keys:
                keys.append(one.origin)
                break
    named = " and ".join(f"`{key}`" for key in keys)
    return f"{named} contradict each other, because {_law(keys)}: correct one of them, or leave out what was not examined."


def _law(keys: list[str]) -> str:
    if "temperature" in keys:
        return "a temperature above 38.0 °C is hyperthermia and one at or below it is not"
    return "they cannot hold together in one examination"
