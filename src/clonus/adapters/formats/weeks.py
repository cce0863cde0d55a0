"""The days of a dated switch, week by week: what each day is and what is noted of it; how they look stands in calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import groupby

from clonus.adapters.formats.last_dose import LastDose
from clonus.adapters.formats.moments import AsOf
from clonus.domain.switching import Switch

MOST_WEEKS = 14
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_BEFORE, _BEYOND, _AFTER = 14, 28, 4  # how far today may widen it, and the days that follow the latest interval


class Kind(Enum):
    """What a day is; the value is the word that stands in it."""

    BEFORE = ""
    WAIT = "wait"
    NOT_KNOWN = "wait?"
    LONGER = "longer"
    AFTER = " "


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `taken` where the last dose was, or may have been, on it."""

    number: int
    kind: Kind
    taken: bool

    @property
    def day(self) -> date:
        """Its date."""
        return date.fromordinal(self.number)


@dataclass(frozen=True, slots=True)
class Gap:
    """Weeks that are as the one before them, and are left out."""

    weeks: int


Week = tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The days that matter of a dated switch.

    The two of each pair differ where the last dose is known only in part; `until` is the day from which no statement runs any longer.
    """

    first: date
    last: date
    earliest: date
    latest: date
    until: date
    today: date | None

    def kind(self, day: date) -> Kind:
        """What a day is."""
        ends = ((self.first, Kind.BEFORE), (self.earliest, Kind.WAIT), (self.latest, Kind.NOT_KNOWN), (self.until, Kind.LONGER))
        return next((kind for end, kind in ends if day < end), Kind.AFTER)

    @property
    def noted(self) -> frozenset[date]:
        """The days of which something is said."""
        days = (self.first, self.last, self.earliest, self.latest, self.until, self.today)
        return frozenset(day for day in days if day is not None)

    @property
    def shows_today(self) -> bool:
        """Whether today lies near enough to be drawn."""
        if self.today is None:
            return False
        return (self.today - self.first).days >= -_BEFORE and (self.today - max(self.latest, self.until)).days <= _BEYOND

    def weeks(self) -> list[Week | Gap]:
        """Whole weeks from the last dose to a few days after the latest interval; where they are many, those alike are left out."""
        today = [self.today] if self.today is not None and self.shows_today else []
        first = min([self.first, *today]).toordinal()
        last = max([max(self.latest, self.until).toordinal() + _AFTER, *(day.toordinal() for day in today)])
        mondays = range(first - (first - 1) % 7, min(last, date.max.toordinal()) + 1, 7)
        weeks = [tuple(self._day(number) for number in range(one, one + 7) if number <= date.max.toordinal()) for one in mondays]
        return list(weeks) if len(weeks) <= MOST_WEEKS else list(self._fewer(weeks))

    def _day(self, number: int) -> Day:
        day = date.fromordinal(number)
        return Day(number, self.kind(day), self.first <= day <= self.last)

    def _fewer(self, weeks: list[Week]) -> Iterator[Week | Gap]:
        for _, group in groupby(weeks, key=self._alike):
            alike = list(group)
            yield alike[0]
            if len(alike) > 2:
                yield Gap(len(alike) - 1)
            else:
                yield from alike[1:]

    def _alike(self, week: Week) -> object:
        """What two weeks share that can stand for one another; a week of which something is said stands for itself."""
        said = {(day.kind, day.taken) for day in week}
        return week if len(said) > 1 or any(day.day in self.noted for day in week) else said.pop()


def course_of(answer: Switch, as_of: AsOf | None) -> Course | None:
    """The days of a dated switch; none where the last dose is not known, or where no day follows from it."""
    start = answer.earliest_start
    if start is None or not answer.days:
        return None
    dose = LastDose.read(answer.stopped, as_of)
    longest = max([answer.days, *(rule.washout.up_to or rule.washout.days for rule in answer.rules)], default=Fraction(0))
    until = dose.plus(longest)[1]
    hours = "T" in until and longest > answer.days  # a statement that ends at an hour still runs on that day
    return Course(
        first=date.fromordinal(dose.first.toordinal()),
        last=date.fromordinal(dose.last.toordinal()),
        earliest=date.fromisoformat(start.earliest[:10]),
        latest=date.fromisoformat(start.latest[:10]),
        until=date.fromordinal(min(date.fromisoformat(until[:10]).toordinal() + hours, date.max.toordinal())),
        today=as_of.day if as_of is not None else None,
    )


def in_words(day: date) -> str:
    """A date in words.

    Example:
        >>> in_words(date(2026, 12, 6))
        'Sunday, December 6, 2026'
    """
    return f"{_DAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}, {day.year}"
