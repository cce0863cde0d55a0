"""The last dose as anybody gives it, and the calendar from there: whole days for a date, times of 24 hours for a moment."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from clonus.adapters.formats.moments import AsOf, NotAMoment, days_of, said_ago
from clonus.catalogue.shapes import number_of
from clonus.domain.errors import Fault, InputRefused, Place

_SECONDS = 86_400
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class LastDose:
    """The first and the last moment at which the last dose may have been taken, and the text that said so."""

    text: str
    first: date
    last: date

    @staticmethod
    def read(given: str | date, as_of: AsOf | None = None) -> "LastDose":
        """A date, a date-time, a partial date (2026-11, 2026), a number of days before `as_of`, or words such as `2 weeks ago`.

        Words of days say a day and no hour; a week may be three days more or less.

        Raises:
            InputRefused: if it is none of these.

        Example:
            >>> LastDose.read("2026-10").last
            datetime.date(2026, 10, 31)
        """
        if isinstance(given, date):
            return LastDose(given.isoformat(), given, given)
        if not isinstance(given, str):
            raise InputRefused(Fault(Place(), "the last dose is neither a text nor a date: give one of the two."))
        text = given.strip()
        if (spoken := _spoken(text, as_of)) is not None:
            return spoken
        number = number_of(text)
        if number is not None and not (text.isdigit() and len(text) == 4):
            return _counted(number, text, as_of)
        try:
            first, last = days_of(text)
        except NotAMoment:
            forms = "write a date (2026-11-22), a moment (2026-11-22T14:00), a month (2026-11), or 3 days ago."
            raise InputRefused(Fault(Place(), f"the last dose is `{text[:40]}`, which is not a moment: {forms}")) from None
        if first.year < _FIRST_YEAR:
            raise InputRefused(Fault(Place(), f"the last dose is `{text[:40]}`, which is before anybody's life: check the year."))
        if as_of is not None and first != last and first <= as_of.day < last:
            last = as_of.day
        return LastDose(text, first, last)

    def plus(self, days: Fraction) -> tuple[str, str]:
        """The first and the last moment at which so many days have passed, as text.

        A date moves by whole days of the calendar, a part of a day counting as one; a moment by days of 24 hours.

        Raises:
            InputRefused: if the calendar ends before.
        """
        return _after(self.first, days), _after(self.last, days)


def _spoken(text: str, as_of: AsOf | None) -> LastDose | None:
    """The last dose in words of days or weeks ago; None where it is not said so."""
    try:
        said = said_ago(text)
    except NotAMoment as error:
        raise InputRefused(Fault(Place(), f"the last dose is `{text[:40]}`, {error}")) from None
    if said is None:
        return None
    if said.least == said.most and said.least.denominator != 1:
        return _counted(said.least, text, as_of)
    ends = [_counted(Fraction(math.ceil(said.most)), text, as_of), _counted(Fraction(math.floor(said.least)), text, as_of)]
    first, last = (one.first.date() if isinstance(one.first, datetime) else one.first for one in ends)
    return LastDose(text, first, last)


def _counted(number: Fraction, text: str, as_of: AsOf | None) -> LastDose:
    if as_of is None:
        raise InputRefused(
            Fault(Place(), f"the last dose is {text} days before a moment that is not given: say as of when, or write a date.")
        )
    whole = number.denominator == 1
    moment = as_of.day if as_of.time is None else as_of.time
    try:
        day = moment - timedelta(days=int(number)) if whole else moment - timedelta(seconds=round(number * _SECONDS))
    except OverflowError:
        raise InputRefused(Fault(Place(), f"the last dose is {text} days ago, which is more than a life has: check it.")) from None
    return LastDose(day.isoformat(), day, day)


def _after(moment: date, days: Fraction) -> str:
    try:
        if not isinstance(moment, datetime):
            return (moment + timedelta(days=math.ceil(days))).isoformat()
        elapsed = timedelta(seconds=math.ceil(days * _SECONDS))
        if moment.tzinfo is None:
            return (moment + elapsed).isoformat()
        return (moment.astimezone(UTC) + elapsed).astimezone(moment.tzinfo).isoformat()
    except (OverflowError, ValueError):
        raise InputRefused(
            Fault(Place(), f"the last dose is {moment.isoformat()}, too near the end of the calendar: check the year.")
        ) from None
