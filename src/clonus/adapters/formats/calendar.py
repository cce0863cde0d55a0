"""A switch as a drawing: the answer in words, a calendar of the days to wait, and the interval of each source as a bar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from clonus.adapters.formats.drawing import box, drawing, line, path, text
from clonus.adapters.formats.interval_bars import Bars
from clonus.adapters.formats.moments import AsOf
from clonus.adapters.formats.switch import kinetic_words, rule_words
from clonus.adapters.formats.weeks import MONTHS, Course, Gap, Kind, Week, course_of, in_words
from clonus.domain.switching import Switch

_WIDTH, _MARGIN, _LINE = 960, 16, 18
_LEFT, _CELL, _ROW, _GAP, _HEAD = 104, 70, 42, 24, 28
_NOTES = _LEFT + 7 * _CELL + 16
_LETTERS = {"bold": 112, "": 126, "small": 144}
_NOTE_LETTERS = 40
_LEGEND = {
    Kind.WAIT: "wait: the interval that acts still runs",
    Kind.NOT_KNOWN: "wait?: it may still run, since the last dose is known only in part; count as not yet",
    Kind.LONGER: "longer: the interval that acts has passed, a longer statement below has not; a specialist decides",
}


def to_svg(answer: Switch, as_of: AsOf | None, *, styled: bool = True, name: str = "") -> str:
    """A drawing of an answer that `dated` gave, with its sentences in the title and the description.

    Where there is no last dose, or no day follows from it, the bars stand alone; where no source was found the sentences do.

    Args:
        answer: the answer with its sentences.
        as_of: the moment of assessment, as `dated` had it.
        styled: as `drawing` has it.
        name: as `drawing` has it.
    """
    course = course_of(answer, as_of)
    page = _Page()
    page.emergency(answer)
    title = f"{' / '.join(answer.leaving)} to {' / '.join(answer.starting)}"
    if answer.acting is None:
        page.paragraphs(answer.says[bool(answer.emergency) :])
    else:
        page.paragraphs([title], "small")
        _answered(page, answer, course, as_of)
    said = " ".join([*answer.says[: bool(answer.emergency)], *(one.says for one in answer.emergency), *_description(answer, course)])
    return drawing(_WIDTH, int(page.y + 14), title, said, page.parts, styled=styled, name=name)


def _description(answer: Switch, course: Course | None) -> Iterator[str]:
    """What the drawing shows, in sentences, for those who hear it; what comes before the answer in an emergency is left out."""
    yield from answer.says[bool(answer.emergency) :]
    if course is not None:
        yield from (f"{says}." for _, _, says in _notes(answer, course))
    if answer.rules:
        yield f"What the sources say: {'; '.join(rule_words(rule, answer) for rule in answer.rules)}."
    if answer.acting is not None:
        yield from (f"Kinetics: {kinetic_words(one, answer.lengthened and bool(one.factors))}" for one in answer.kinetics)


def _answered(page: "_Page", answer: Switch, course: Course | None, as_of: AsOf | None) -> None:
    """The sentences that decide above, the calendar, the bars, and the other sentences below."""
    says = answer.says[bool(answer.emergency) :]
    cautions = len(answer.read_as) + len(answer.unused) + bool(answer.also_on_board)
    lead = 2 if as_of is not None and answer.earliest_start is not None else 1
    page.paragraphs(says[:1], "bold")
    page.paragraphs([*says[1:lead], *says[len(says) - cautions :]])
    if course is not None:
        _calendar(page, answer, course)
    elif not answer.stopped:
        page.paragraphs(["No last dose was given: the bars count days, and no day of the calendar follows from them."], "small")
    exact = course is not None and course.first == course.last
    bars = Bars(answer, course.first if course is not None and exact else None, course.today if course is not None else None)
    page.y += 14
    page.parts += bars.drawn(page.y)
    page.y += bars.height
    page.paragraphs(says[lead : len(says) - cautions], "small")


class _Page:
    """What is drawn so far, and how far down it reaches."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = 12.0

    def paragraphs(self, sentences: Iterable[str], style: str = "") -> None:
        """Sentences one below the other, each broken into lines."""
        for sentence in sentences:
            for words in wrap(sentence, _LETTERS[style], break_on_hyphens=False):
                self.y += _LINE
                self.parts.append(text(_MARGIN, self.y, words, style))

    def emergency(self, answer: Switch) -> None:
        """What to do where it cannot wait, before all else."""
        if not answer.emergency:
            return
        top, begun = self.y, len(self.parts)
        self.paragraphs(answer.says[:1], "bold")
        self.paragraphs(one.says for one in answer.emergency)
        self.parts.insert(begun, box(_MARGIN - 8, top, _WIDTH - 2 * _MARGIN + 16, self.y - top + 10, "otherband"))
        self.parts.insert(begun + 1, box(_MARGIN - 8, top, 4, self.y - top + 10, "mark"))
        self.y += 16


def _calendar(page: _Page, answer: Switch, course: Course) -> None:
    """The weeks one below the other, what is noted beside them, and what the words mean."""
    page.y += 12
    weeks = course.weeks()
    rows = list(_placed(weeks, page.y + _HEAD))
    bottom = rows[-1].bottom
    page.parts += _head(page.y)
    month = ""
    for row in rows:
        if isinstance(row.week, Gap):
            words = f"{row.week.weeks} more weeks like the one above are not drawn"
            page.parts.append(text(_LEFT + 3.5 * _CELL, row.top + 16, words, "small", "middle"))
            continue
        page.parts += _week(row, row.week, course)
        page.parts += _month(row.week, row.top, month)
        month = row.week[-1].day.isoformat()[:7]
    page.parts += _ruled(rows)
    page.parts += (part for row in rows if not isinstance(row.week, Gap) for part in _marked(row, row.week, course))
    page.y = max(bottom, _noted(page, rows, _notes(answer, course))) + 8
    _legend(page, {day.kind for week in weeks if not isinstance(week, Gap) for day in week}, course)


@dataclass(frozen=True, slots=True)
class _Row:
    """A week, or a gap, and where it stands."""

    week: Week | Gap
    top: float

    @property
    def bottom(self) -> float:
        return self.top + (_GAP if isinstance(self.week, Gap) else _ROW)

    def holds(self, day: date) -> bool:
        """Whether a day is in it."""
        return not isinstance(self.week, Gap) and self.week[0].day <= day <= self.week[-1].day


def _placed(weeks: list[Week | Gap], top: float) -> Iterator[_Row]:
    for week in weeks:
        row = _Row(week, top)
        top = row.bottom
        yield row


def _head(top: float) -> Iterator[str]:
    for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
        yield text(_LEFT + (number + 0.5) * _CELL, top + 20, name, "small", "middle")


def _month(week: Week, top: float, known: str) -> Iterator[str]:
    """The month of a week, or the two that meet in it, where the weeks above do not say it; `known` is the last that they do."""
    days = [day for day in (week[0].day, week[-1].day) if day.isoformat()[:7] != known]
    if not days:
        return
    names = list(dict.fromkeys(MONTHS[day.month - 1] for day in days))
    words = names if len(names) == 1 else [name[:3] for name in names]
    yield text(_MARGIN, top + 16, " / ".join(words), "bold")
    yield text(_MARGIN, top + 31, " / ".join(dict.fromkeys(str(day.year) for day in days)), "small")


def _week(row: _Row, week: Week, course: Course) -> Iterator[str]:
    for number, day in enumerate(week):
        x, top = _LEFT + number * _CELL, row.top
        yield from _shaded(day.kind, x, top, _CELL)
        shaded = day.kind not in (Kind.BEFORE, Kind.AFTER)
        yield text(x + 7, top + 15, str(day.day.day), "bold" if shaded or day.day in course.noted else "small")
        if word := _word(day.day, course):
            yield text(x + 7, top + 29, word, "small")


def _shaded(kind: Kind, x: float, top: float, width: float, tall: float = _ROW) -> Iterator[str]:
    """A tint, and at its foot a pattern, so that no kind is told by its color alone."""
    if kind is Kind.WAIT:
        yield from (box(x, top, width, tall, "band"), box(x, top + tall - 9, width, 9, "maybe"))
    elif kind is Kind.NOT_KNOWN:
        yield from (box(x, top, width, tall, "band"), box(x + 4, top + tall - 8, width - 8, 5, "then"))
    elif kind is Kind.LONGER:
        yield box(x + 4, top + tall - 8, width - 8, 5, "then")


def _word(day: date, course: Course) -> str:
    """The word that stands in a day."""
    if course.first <= day <= course.last:
        return "last dose" if course.first == course.last else "last dose?"
    return "first day" if day == course.latest else course.kind(day).value.strip()


def _ruled(rows: list[_Row]) -> Iterator[str]:
    """The lines between days and weeks, and a stronger one where a month begins."""
    right = _LEFT + 7 * _CELL
    yield line(_LEFT, rows[0].top, right, rows[0].top, "grid")
    for row in rows:
        yield line(_LEFT, row.bottom, right, row.bottom, "grid")
        if isinstance(row.week, Gap):
            continue
        yield from (line(_LEFT + number * _CELL, row.top, _LEFT + number * _CELL, row.bottom, "grid") for number in range(8))
        for number, day in enumerate(row.week):
            x = _LEFT + number * _CELL
            if day.day.day <= 7 and row is not rows[0]:
                yield line(x, row.top, x + _CELL, row.top, "axis")
            if day.day.day == 1 and number:
                yield line(x, row.top, x, row.bottom, "axis")


def _marked(row: _Row, week: Week, course: Course) -> Iterator[str]:
    """The frames and signs of the days that are noted."""
    for number, day in enumerate(week):
        x, top = _LEFT + number * _CELL, row.top
        if day.day == course.latest:
            yield from (box(x, top, _CELL, _ROW, "line"), _sign("first", x + _CELL - 12, top + 15))
        if day.day in (course.first, course.last):
            yield _sign("last", x + _CELL - 12, top + 15)
        if day.day == course.today and course.shows_today:
            yield from _frame(x + 3, top + 3, _CELL - 6, _ROW - 6)
            if day.day not in (course.first, course.last, course.latest):
                yield text(x + _CELL - 7, top + 15, "today", "small", "end")


def _frame(x: float, y: float, width: float, height: float) -> Iterator[str]:
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    yield from (line(*one, *other, "now") for one, other in zip(corners, [*corners[1:], corners[0]], strict=True))


def _sign(what: str, x: float, y: float) -> str:
    """A square where something was stopped, a triangle where something may start, as in a timeline; a frame for today."""
    if what == "today":
        return "".join(_frame(x - 6, y - 10, 12, 10))
    square = [(x - 5, y - 10), (x + 5, y - 10), (x + 5, y), (x - 5, y)]
    return path(square if what == "last" else [(x - 6, y), (x, y - 11), (x + 6, y)], "mark", closed=True)


def _notes(answer: Switch, course: Course) -> Iterator[tuple[date, str, str]]:
    """Each day that is noted, the sign that stands with it, and what is said of it."""
    if course.first == course.last:
        yield course.first, "last", f"Last dose: {in_words(course.first)}{_hour(answer.stopped)}"
    else:
        yield course.first, "last", f"Last dose: some day from {in_words(course.first)}"
        yield course.last, "last", f"Last dose: no later than {in_words(course.last)}"
    if course.earliest != course.latest:
        yield course.earliest, "", f"From {in_words(course.earliest)}: not known; count as not yet"
    start = answer.earliest_start
    first = "First day for planned use" if answer.emergency else "First day" if answer.guarded else "First day, as a rule"
    first += f", for {' / '.join(answer.leaving)} alone" if answer.also_on_board else ""
    hours = ", once 24 hours have passed" if answer.days == 1 and start is not None and "T" not in start.latest else ""
    yield course.latest, "first", f"{first}: {in_words(course.latest)}{_hour(start.latest) if start is not None else ''}{hours}"
    if course.until > course.latest:
        yield course.until, "", f"Longest statement below: until {in_words(course.until)}"
    if course.today is not None:
        where = "" if course.shows_today else ", which lies outside the days drawn"
        yield course.today, "today" if course.shows_today else "", f"Today: {in_words(course.today)}{where}"


def _hour(moment: str) -> str:
    """The time of day of a moment as it is written; nothing for a date."""
    return f", {moment[11:]}" if "T" in moment else ""


def _noted(page: _Page, rows: list[_Row], notes: Iterable[tuple[date, str, str]]) -> float:
    """What is said of the days, each beside its week and none over another; how far down it reaches."""
    y = rows[0].top - 4
    for day, sign, says in sorted(notes, key=lambda note: note[0]):
        row = next((row for row in rows if row.holds(day)), rows[-1])
        y = max(y, row.top)
        style = "bold" if sign == "first" else ""
        if sign:
            page.parts.append(_sign(sign, _NOTES + 6, y + 15))
        for words in wrap(says, _NOTE_LETTERS, break_on_hyphens=False):
            y += 15
            page.parts.append(text(_NOTES + 20, y, words, style))
        y += 3
    return y


def _legend(page: _Page, kinds: set[Kind], course: Course) -> None:
    """What the patterns mean."""
    for kind in (kind for kind in _LEGEND if kind in kinds):
        page.parts += _shaded(kind, _LEFT, page.y + 4, 30, 18)
        page.parts.append(text(_LEFT + 40, page.y + 17, _LEGEND[kind], "small"))
        page.y += 22
