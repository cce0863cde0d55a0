"""Reading moments: dates, date-times, partial dates and days before, against the moment of assessment."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from clonus.adapters.formats.keys import MOST_DAYS
from clonus.catalogue.reader import Scalar
from clonus.catalogue.shapes import number_of
from clonus.domain.errors import Place
from clonus.domain.moments import DaysBefore

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
_MOMENT = re.compile(r"\d{4}-?\d{2}-?\d{2}[Tt ]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*\.? (?:(\d{{1,2}}),? )?(\d{{4}})|(\d{{1,2}}) ({'|'.join(_MONTHS)})[a-z]* (\d{{4}})")
_AGO = re.compile(r"(?:(\d{1,9}(?:\.\d{1,9})?)|an?|one) ?(minute|min|hour|hr|h|day|d|week|wk|w|month)s? ago")
_LENGTHS = {  # how many days, and how many more or less it may be
    "m": (Fraction(1, 1440), 0),
    "h": (Fraction(1, 24), 0),
    "d": (Fraction(1), 0),
    "w": (Fraction(7), 3),
    "month": (Fraction(30), 15),
}
_SPOKEN = {"now": Fraction(0), "today": Fraction(0), "yesterday": Fraction(1), "tomorrow": Fraction(-1)}
ANY_TIME = DaysBefore(Fraction(0), Fraction(MOST_DAYS))


class NotAMoment(ValueError):
    """A text that is no moment; the message says what to write."""


class NeedsAsOf(NotAMoment):
    """A date in a case that has no moment of assessment."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment that "now" means: a calendar date, with a time of day where one is known."""

    text: str
    day: date
    time: datetime | None

    @staticmethod
    def read(text: str) -> "AsOf":
        """A date or date-time.

        Raises:
            NotAMoment: if it is neither.

        Example:
            >>> AsOf.read("2026-11-22").day
            datetime.date(2026, 11, 22)
        """
        stripped = text.strip()
        try:
            if _DATE.fullmatch(stripped):
                return AsOf(stripped, date.fromisoformat(stripped), None)
            moment = datetime.fromisoformat(stripped)
            if ":" not in stripped:
                raise ValueError
        except ValueError:
            raise NotAMoment("which is not a moment: write 2026-11-22 or 2026-11-22T14:00:00+01:00.") from None
        return AsOf(stripped, moment.date(), moment)


def days_before(node: Scalar, as_of: AsOf | None) -> DaysBefore:
    """How long before the moment of assessment a value lies.

    A number counts days back; a date counts calendar days; a date-time counts exactly; a partial date gives an interval,
    which ends at the moment of assessment where it covers it.

    Raises:
        NotAMoment: if it is none of these.
        NeedsAsOf: if it is a date, and the case has no moment of assessment.
    """
    text = node.text.strip()
    number = number_of(text)
    if number is not None and not (not node.plain and _is_year(text)):
        return _relative(number, text, node.plain)
    if (spoken := said_ago(text)) is not None:
        return spoken
    first, last = days_of(text)
    if as_of is None:
        raise NeedsAsOf("which is a date, but the case has no `as_of`: add it, use --as-of, or write days before as a number.")
    if isinstance(first, datetime):
        return _since(first, as_of)
    if first <= as_of.day <= last and first != last:
        last = as_of.day
    return DaysBefore(_exactly((as_of.day - last).days).least, _exactly((as_of.day - first).days).most)


def said_ago(text: str) -> DaysBefore | None:
    """How long ago a text says that something was, as people say it; None where it says nothing of the kind.

    Weeks and months are rough words: a week may be three days more or less, a month half a month.

    Example:
        >>> said_ago("3 days ago"), said_ago("2 weeks ago"), said_ago("soon")
        (DaysBefore(least=Fraction(3, 1), most=Fraction(3, 1)), DaysBefore(least=Fraction(11, 1), most=Fraction(17, 1)), None)
    """
    spoken = " ".join(text.lower().split())
    if spoken in _SPOKEN:
        return DaysBefore.exactly(_SPOKEN[spoken])
    found = _AGO.fullmatch(spoken)
    if found is None:
        return None
    length, give = _LENGTHS["month" if found[2] == "month" else found[2][0]]
    days = Fraction(found[1] or 1) * length
    return DaysBefore(*(_relative(end, "", plain=False).least for end in (days - give, days + give)))


def _is_year(text: str) -> bool:
    """Whether a text is a year or a month of one, and no number of days."""
    found = _PARTIAL.fullmatch(text)
    return found is not None and (found[2] is not None or 1900 <= int(found[1]) <= 2100)


def written_days_before(text: str, as_of: AsOf | None, month_first: bool) -> DaysBefore | None:
    """How long before the moment of assessment a date lies that stands in an entry as people write it; None where it cannot be told.

    Where day and month could each be the other and no country settles it, the interval covers both.

    Example:
        >>> written_days_before("11/20/2026", AsOf.read("2026-11-22"), month_first=False)
        DaysBefore(least=Fraction(2, 1), most=Fraction(2, 1))
    """
    found = []
    for day in _as_written(text, month_first):
        try:
            found.append(days_before(Scalar(day, Place(), False), as_of))
        except NotAMoment:
            continue
    return DaysBefore(min(one.least for one in found), max(one.most for one in found)) if found else None


def _as_written(text: str, month_first: bool) -> list[str]:
    """The dates that a written date may mean, as this file's own form of them."""
    if slashed := _SLASHED.fullmatch(text):
        one, other, year = int(slashed[1]), int(slashed[2]), slashed[3]
        whole = year if len(year) == 4 else f"20{year}"
        orders = [(one, other)] if month_first else [(one, other), (other, one)]
        return [f"{whole}-{month:02}-{day:02}" for month, day in dict.fromkeys(orders) if month <= 12 and day <= 31]
    if named := _NAMED_MONTH.fullmatch(text):
        month = _MONTHS.index((named[1] or named[5])[:3]) + 1
        day, year = named[2] or named[4], named[3] or named[6]
        return [f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"]
    return [text.upper() if "t" in text else text]


def days_of(text: str) -> tuple[date, date]:
    """The first and last day that a date or partial date covers; a date-time is both."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text), date.fromisoformat(text)
        partial = _PARTIAL.fullmatch(text)
        if partial:
            return _covered(int(partial.group(1)), partial.group(2))
        if ":" not in text or not _MOMENT.match(text):
            raise ValueError
        return datetime.fromisoformat(text), datetime.fromisoformat(text)
    except ValueError:
        raise NotAMoment('which is not a moment: write a date (2026-11-22), a partial date in quotes ("2026-11") or days before.') from None


def _relative(number: Fraction, text: str, plain: bool) -> DaysBefore:
    if plain and text.isdigit() and 1900 <= number <= 2100:
        raise NotAMoment(f'which could be a year or days before: quote it as "{text}" if it is a year.')
    if abs(number) > MOST_DAYS:
        raise NotAMoment("which is more days than a life has: write days before `as_of`, or a date.")
    return DaysBefore(number, number)


def _exactly(days: int) -> DaysBefore:
    if abs(days) > MOST_DAYS:
        raise NotAMoment("which is further from `as_of` than a life is long: check the year.")
    return DaysBefore.exactly(days)


def _covered(year: int, month: str | None) -> tuple[date, date]:
    last_month = int(month or 12)
    return date(year, int(month or 1), 1), date(year, last_month, calendar.monthrange(year, last_month)[1])


def _since(moment: datetime, as_of: AsOf) -> DaysBefore:
    if as_of.time is None:
        return _exactly((as_of.day - moment.date()).days)
    now = as_of.time
    if (moment.tzinfo is None) != (now.tzinfo is None):
        moment = moment.replace(tzinfo=now.tzinfo) if moment.tzinfo is None else moment.replace(tzinfo=None)
    elapsed = now - moment
    _exactly(elapsed.days)
    return DaysBefore.exactly(Fraction(elapsed.days * 86_400 + elapsed.seconds, 86_400))
