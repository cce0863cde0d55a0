"""All that is known of one patient as of one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from clonus.domain.findings import Observation
from clonus.domain.moments import DaysBefore
from clonus.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Order:
    """What the text of an entry says of one drug beside its name; what it does not say is empty.

    `count` is how many units of the form are taken at a time, `per_day` how often a day.
    """

    dose: str = ""
    count: Fraction | None = None
    per_day: Fraction | None = None
    route: str = ""
    prn: bool = False
    started: DaysBefore | None = None
    stopped: DaysBefore | None = None
    stopped_undated: bool = False


@dataclass(frozen=True, slots=True)
class MedicationEntry:
    """One entry of a medication list as it was given, with its dates as days before the moment of assessment.

    `stopped` is None for an entry that is being taken; `stopped_undated` says that it was stopped, date not known.
    `moments` are the dates that stand in its text, each with how long before the moment of assessment it was; `dose_is_daily` says
    that `dose` is that of a day, and `increased_from` is the daily dose before the last rise.
    """

    given: str
    code_system: str = ""
    code: str = ""
    dose: str = ""
    route: str = ""
    started: DaysBefore | None = None
    increased: DaysBefore | None = None
    stopped: DaysBefore | None = None
    stopped_undated: bool = False
    overdose: bool = False
    prn: bool = False
    asserted_none: bool = False
    moments: Mapping[str, DaysBefore] = field(default_factory=dict)
    dose_is_daily: bool = False
    increased_from: str = ""

    @property
    def was_stopped(self) -> Truth:
        """Whether it was stopped by now; a day of stopping may lie ahead."""
        if self.stopped is None:
            return Truth.of(self.stopped_undated)
        if self.stopped.surely_after_now:
            return Truth.NO
        return Truth.UNKNOWN if self.stopped.perhaps_after_now else Truth.YES


@dataclass(frozen=True, slots=True)
class Patient:
    """Who the patient is: age in years, weight in kilograms."""

    age: Fraction | None = None
    sex: str = ""
    weight: Fraction | None = None
    pregnant: Truth = Truth.UNKNOWN
    gestation_weeks: Fraction | None = None
    postpartum_days: Fraction | None = None
    conditions: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    cyp2d6: str = ""
    cyp2c19: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found at one moment: observations, and measurements in their canonical units."""

    at: DaysBefore | None = None
    findings: Mapping[str, Observation] = field(default_factory=dict)
    measurements: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """All that is known of one patient as of one moment.

    `medications` is None where nobody asked; `unanswered` are findings that were written down without a value.
    """

    id: str = ""
    as_of: str | None = None
    patient: Patient = Patient()
    medications: tuple[MedicationEntry, ...] | None = None
    proposed: tuple[MedicationEntry, ...] = ()
    tolerated: tuple[tuple[str, ...], ...] = ()
    setting: str = ""
    country: str = ""
    monitored: tuple[str, ...] = ()
    onset: DaysBefore | None = None
    hours_from_trigger_to_onset: Fraction | None = None
    other_causes_considered: Truth = Truth.UNKNOWN
    baseline: frozenset[str] = frozenset()
    examined_under: frozenset[str] = frozenset()
    current: Examination = Examination()
    earlier: tuple[Examination, ...] = ()
    unanswered: tuple[str, ...] = ()
    digest: str = ""
