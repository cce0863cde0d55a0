"""What one record settles: the facts that it records, and those that follow from what is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from clonus.domain.errors import Contradiction, Fault, Place
from clonus.domain.findings import Finding, Observation
from clonus.domain.moments import DaysBefore
from clonus.domain.record import Examination, PatientRecord
from clonus.domain.truth import KnownFact, Truth
from clonus.rules.axioms import Theory
from clonus.rules.diagrams import Literals, bits
from clonus.rules.facts import (
    BaselineFact,
    ConditionFact,
    ExposureFact,
    FactDefinition,
    FindingFact,
    HighestFact,
    MeasuredFact,
    PatientFact,
    RecordFact,
)
from clonus.rules.solve import Solver

_NUMBER = attrgetter("number")
_RISE, _RISE_TO, _RISE_DAYS = Fraction(1), Fraction("37.8"), Fraction(2, 24)


class Recorded(NamedTuple):
    """One fact that a record settles, and the key of the record that settles it."""

    number: int
    value: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A fact about what is known, compiled: a rule that must be proved, or groups of facts of which one each must be known."""

    number: int
    solver: Solver | None
    groups: tuple[int, ...]

    def holds(self, known: Literals) -> bool:
        """Whether what is known proves the rule, or settles one fact of each group."""
        if self.solver is not None:
            return self.solver.truth(known) is Truth.YES
        return all(group & (known[0] | known[1]) for group in self.groups)

    def reason(self, known: Literals) -> Literals:
        """The known literals that it rests on, where it holds."""
        if self.solver is not None:
            return self.solver.decide(known)[1]
        mask = 0
        for group in self.groups:
            mask |= group
        return known[0] & mask, known[1] & mask


class Reasons(Mapping[int, Literals]):
    """For each fact about what is known that holds, the literals that it rests on, found when they are asked for."""

    def __init__(self, held: Mapping[int, tuple[Conclusion, Literals]]):
        self._held = held
        self._grounds: dict[int, tuple[tuple[int, bool], ...]] = {}

    def spelled_out(self, literals: Literals) -> Iterator[tuple[int, bool]]:
        """Known literals, each fact about what is known replaced by what it rests on in the end."""
        for number, value in [*((n, True) for n in bits(literals[0])), *((n, False) for n in bits(literals[1]))]:
            if number not in self._held:
                yield number, value
                continue
            if number not in self._grounds:
                self._grounds[number] = tuple(dict.fromkeys(self.spelled_out(self[number])))
            yield from self._grounds[number]

    def __getitem__(self, number: int) -> Literals:
        conclusion, known = self._held[number]
        return conclusion.reason(known)

    def __iter__(self) -> Iterator[int]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """All that one record settles: what was recorded, what the axioms derive from it, and what that proves.

    `support` holds, for each literal, the recorded facts from which it follows, each enough by itself.
    `reasons` holds, for each fact about what is known that holds, the literals that it rests on.
    `told` keeps, for each literal that was asked for, the recorded fact that says it.
    """

    recorded: tuple[Recorded, ...]
    closed: Literals
    support: Mapping[tuple[int, bool], Sequence[Recorded]]
    reasons: Reasons
    told: dict[tuple[int, bool], KnownFact | None] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(recorded: Iterable[Recorded], theory: Theory, conclusions: Iterable[Conclusion] = ()) -> "KnownFacts":
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
        support: dict[tuple[int, bool], list[Recorded]] = {}
        for one in kept:
            for literal in theory.consequences(one.number, one.value):
                support.setdefault(literal, []).append(one)
        held = {}
        for conclusion in conclusions:
            bit = 1 << conclusion.number
            if conclusion.holds(closed):
                held[conclusion.number] = conclusion, closed
                closed = closed[0] | bit, closed[1]
            else:
                closed = closed[0], closed[1] | bit
        return KnownFacts(kept, closed, support, Reasons(held))

    def spelled_out(self, literals: Literals) -> Iterator[tuple[int, bool]]:
        """Known literals, a fact about what is known replaced by what it rests on; one that does not hold is left out."""
        return self.reasons.spelled_out(literals)


def by_kind(definitions: Iterable[FactDefinition]) -> dict[type, list[tuple[int, Any]]]:
    """Fact definitions by their kind, each with its number, the position of its definition."""
    kinds: dict[type, list[tuple[int, Any]]] = {kind: [] for kind in get_args(FactDefinition)}
    for number, definition in enumerate(definitions):
        kinds[type(definition)].append((number, definition))
    return kinds


def recorded_facts(
    definitions: Mapping[type, Sequence[tuple[int, Any]]],
    findings: Mapping[str, Finding],
    record: PatientRecord,
    exposures: Mapping[str, Truth],
) -> list[Recorded]:
    """Every fact that a record settles directly, in the order of their numbers.

    Args:
        definitions: all facts by their kind, with their numbers.
        findings: the catalogue's findings, by id.
        record: the patient.
        exposures: the truth of each exposure fact, by id.
    """
    found = [*_observed(definitions, findings, record)]
    for number, fact in definitions[ExposureFact]:
        found += _settled(number, exposures[fact.id], fact.id)
    for number, fact in definitions[PatientFact]:
        found += _settled(number, _of_patient(fact, record), fact.key)
    listed = {*record.patient.conditions, *record.patient.history}
    if listed:
        found += [Recorded(number, True, fact.id) for number, fact in definitions[ConditionFact] if fact.condition in listed]
    found += [Recorded(number, not fact.signs.isdisjoint(record.baseline), fact.id) for number, fact in definitions[BaselineFact]]
    for number, fact in definitions[RecordFact]:
        found += _settled(number, _of_record(fact, record), fact.id)
    return sorted(found, key=_NUMBER)


def _observed(
    definitions: Mapping[type, Sequence[tuple[int, Any]]], findings: Mapping[str, Finding], record: PatientRecord
) -> Iterator[Recorded]:
    """What was found and measured; nothing where nobody looked."""
    if not (record.current.findings or record.current.measurements or record.earlier):
        return
    for number, fact in definitions[FindingFact]:
        yield from _of_finding(number, fact, findings[fact.finding], record)
    for number, fact in definitions[MeasuredFact]:
        yield from _of_measured(number, fact, record)
    for number, fact in definitions[HighestFact]:
        yield from _of_highest(number, fact, record)


def _settled(number: int, truth: Truth, origin: str) -> tuple[Recorded, ...]:
    return () if truth is Truth.UNKNOWN else (Recorded(number, truth is Truth.YES, origin),)


def _of_measured(number: int, definition: MeasuredFact, record: PatientRecord) -> Iterator[Recorded]:
    value = record.current.measurements.get(definition.threshold.measurement)
    if value is not None:
        yield Recorded(number, definition.threshold.holds(value), definition.threshold.measurement)


def _of_patient(definition: PatientFact, record: PatientRecord) -> Truth:
    patient = record.patient
    if definition.key == "pregnant":
        if patient.pregnant is Truth.UNKNOWN and patient.sex == "male":
            return Truth.NO
        return Truth.YES if patient.gestation_weeks is not None else patient.pregnant
    if definition.word:
        said = {"sex": patient.sex, "cyp2d6": patient.cyp2d6, "cyp2c19": patient.cyp2c19}[definition.key]
        return Truth.of(said == definition.word) if said not in ("", "unknown") else Truth.UNKNOWN
    numbers = {
        "age": patient.age,
        "gestation_weeks": patient.gestation_weeks,
        "postpartum_days": patient.postpartum_days,
        "hours_from_trigger_to_onset": record.hours_from_trigger_to_onset,
    }
    value = numbers[definition.key]
    if value is None or definition.threshold is None:
        return Truth.UNKNOWN
    return Truth.of(definition.threshold.holds(value))


def _of_record(definition: RecordFact, record: PatientRecord) -> Truth:
    if definition.about == "other_causes":
        return record.other_causes_considered
    if definition.about == "any_finding":
        return Truth.of(Observation.PRESENT in record.current.findings.values())
    return temperature_rising(record)


def temperature_rising(record: PatientRecord) -> Truth:
    """Whether two temperatures of the episode lie at least 1.0 °C and at most 2 hours apart, the later at least 37.8 °C.

    Unknown with fewer than two temperatures of known time.

    Example:
        >>> temperature_rising(PatientRecord())
        <Truth.UNKNOWN: 'unknown'>
    """
    now = replace(record.current, at=record.current.at or DaysBefore.exactly(0))
    timed = [
        (examination.at, examination.measurements["temperature"])
        for examination in (*record.earlier, now)
        if examination.at is not None and "temperature" in examination.measurements
    ]
    if len(timed) < 2:
        return Truth.UNKNOWN
    return Truth.of(
        any(
            later >= _RISE_TO and later - earlier >= _RISE and before.least >= after.most and before.most - after.least <= _RISE_DAYS
            for before, earlier in timed
            for after, later in timed
        )
    )


def _of_finding(number: int, definition: FindingFact, finding: Finding, record: PatientRecord) -> Iterator[Recorded]:
    observed = record.current.findings.get(definition.finding)
    if observed is Observation.PRESENT:
        yield Recorded(number, True, definition.finding)
    elif observed is Observation.ABSENT and not finding.hidden_by & record.examined_under:
        yield Recorded(number, False, definition.finding)
    elif observed is None and definition.follows_from is not None:
        measured = record.current.measurements.get(definition.follows_from.measurement)
        if measured is not None and definition.follows_from.holds(measured):
            yield Recorded(number, True, definition.follows_from.measurement)


def _of_highest(number: int, definition: HighestFact, record: PatientRecord) -> Iterator[Recorded]:
    measurement = definition.threshold.measurement
    now = record.current.measurements.get(measurement)
    hotter_before = any(_exceeds(earlier, definition) for earlier in record.earlier)
    if hotter_before or (now is not None and definition.threshold.holds(now)):
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
        return definition.threshold.holds(measured)
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
