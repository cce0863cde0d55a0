"""The course of a case in time as JSON, as text and as a drawing."""

import math
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

from clonus.adapters.formats.document import SCHEMA_VERSION, about, to_json
from clonus.adapters.formats.drawing import box, drawing, line, path, shortened, text
from clonus.adapters.formats.moments import AsOf
from clonus.adapters.formats.words import as_number, footer, tenths
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.moments import DaysBefore
from clonus.domain.substances import Strength
from clonus.domain.timeline import Happening, Lane, Span, Timeline
from clonus.domain.truth import Truth

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 960, 190, 24, 46, 78
_MOST_BEFORE = 200
_NOW = {Truth.YES: "ON BOARD now", Truth.NO: "not on board now", Truth.UNKNOWN: "UNKNOWN whether on board now"}
_WORDS = {Truth.YES: "on board", Truth.NO: "not on board", Truth.UNKNOWN: "unknown whether on board"}


def timeline_in(format: str, course: Timeline, catalogue: Catalogue) -> str:
    """A timeline in a format: text, json or svg.

    Raises:
        InputRefused: for any other.
    """
    if format not in ("text", "json", "svg"):
        raise InputRefused(Fault(Place(), f"a timeline is printed as text, json or svg, and not as {format}: choose one of them."))
    if format == "json":
        return to_json({"schema_version": SCHEMA_VERSION, "clonus": about(catalogue), "timeline": timeline_document(course)})
    return to_svg(course) if format == "svg" else "\n".join([*_lines(course), "", footer(catalogue), ""])


def timeline_document(course: Timeline) -> dict[str, Any]:
    """A timeline as plain values; moments are days before `as_of`, negative after it, and dates too where it is known."""
    return {
        "id": course.id or None,
        "as_of": course.as_of,
        "asked": course.asked,
        "lanes": [_lane(lane, course.as_of) for lane in course.lanes],
        "happenings": [_happening(one, course.as_of) for one in course.happenings],
    }


def _lane(lane: Lane, as_of: str | None) -> dict[str, Any]:
    return {
        "name": lane.name,
        "given": lane.given,
        "dose": lane.dose or None,
        "serotonergic": lane.strength.value,
        "overdose": lane.overdose,
        "on_board": lane.now.value,
        "spans": [_span(span, as_of) for span in lane.spans],
        "if_stopped_now": [_span(span, as_of) for span in lane.if_stopped_now],
        "happenings": [_happening(one, as_of) for one in lane.happenings],
    }


def _span(span: Span, as_of: str | None) -> dict[str, Any]:
    return {
        "begins": None if span.begins is None else as_number(span.begins),
        "ends": as_number(span.ends),
        "begins_on": None if span.begins is None else _date(span.begins, as_of),
        "ends_on": _date(span.ends, as_of),
        "on_board": span.on_board.value,
    }


def _happening(one: Happening, as_of: str | None) -> dict[str, Any]:
    first, last = one.when.most, one.when.least
    dates = {"first": _date(first, as_of), "last": _date(last, as_of)}
    return {"what": one.what, "days_before": [as_number(last), as_number(first)], **dates}


def _date(days: Fraction, as_of: str | None) -> str | None:
    """The calendar day that lies so many days before the moment of assessment; none where the calendar does not reach."""
    if as_of is None:
        return None
    moment = AsOf.read(as_of)
    try:
        if moment.time is not None and days.denominator != 1:
            return (moment.time - timedelta(seconds=round(days * 86_400))).isoformat(timespec="minutes")
        return (moment.day - timedelta(days=math.floor(days))).isoformat()
    except (OverflowError, ValueError):
        return None


def _lines(course: Timeline) -> Iterator[str]:
    yield f"Timeline{f' of {course.id}' if course.id else ''}{f', as of {course.as_of}' if course.as_of else ''}"
    for lane in course.lanes:
        dose, overdose = f" {lane.dose}" if lane.dose else "", ", OVERDOSE" if lane.overdose else ""
        unknown = ", whose action on serotonin is unknown" if lane.strength is Strength.UNKNOWN else ""
        yield from ("", f"{lane.name}{dose}{overdose}{unknown}: {_NOW[lane.now]}")
        yield from (f"  {_told(span, course.as_of)}" for span in lane.spans)
        if lane.if_stopped_now:
            tail = ", then ".join(f"{_WORDS[span.on_board]} until {tenths(-span.ends)} days after" for span in lane.if_stopped_now)
            yield f"  if stopped now: {tail}"
        yield from (f"  {one.what} {_when(one.when, course.as_of)}" for one in lane.happenings)
    if course.happenings:
        yield ""
    yield from (f"{one.what} {_when(one.when, course.as_of)}" for one in course.happenings)
    if not course.lanes:
        yield from ("", "Asked for, and takes nothing." if course.asked else "No medication list to draw: ask for it.")


def _told(span: Span, as_of: str | None) -> str:
    if span.begins is None:
        return f"until {_moment(span.ends, as_of)}: not known since when"
    return f"from {_moment(span.begins, as_of)} until {_moment(span.ends, as_of)}: {_WORDS[span.on_board]}"


def _moment(days: Fraction, as_of: str | None) -> str:
    whole = Fraction(math.floor(days))
    relative = "now" if days == 0 else f"{_spelled(days)} ago" if days > 0 else f"in {_spelled(-days)}"
    date = _date(whole, as_of)
    return f"{date} ({relative})" if date else relative


def _when(when: DaysBefore, as_of: str | None) -> str:
    if when.least == when.most:
        return _moment(when.most, as_of)
    return f"between {_moment(when.most, as_of)} and {_moment(when.least, as_of)}"


def to_svg(course: Timeline, *, styled: bool = True, name: str = "") -> str:
    """A drawing of the lanes: solid where an agent is on board, hatched where that is unknown, dashed if stopped now.

    `styled` and `name` are those of `drawing`.
    """
    scale = _Scale(course)
    height = _TOP + _ROW * max(len(course.lanes), 1) + 58
    bottom = height - 40
    parts = [text(16, 26, f"Exposure{f', {course.id}' if course.id else ''}", "bold"), _legend(), *scale.axis(bottom, course.as_of)]
    for number, lane in enumerate(course.lanes):
        parts += _drawn(lane, _TOP + number * _ROW, scale)
    for one in course.happenings:
        parts.append(line(scale.x(one.when.most), _TOP - 8, scale.x(one.when.most), bottom, "axis"))
        parts.append(text(scale.x(one.when.most), _TOP - 12, one.what, "small", "middle"))
    now = scale.x(0)
    parts += [line(now, _TOP - 8, now, bottom, "now"), text(now, 50, "now", "bold", "middle")]
    told = ([f"{lane.name}: {_NOW[lane.now]}", *(_told(span, course.as_of) for span in lane.spans)] for lane in course.lanes)
    said = "; ".join(", ".join(words) for words in told)
    return drawing(_WIDTH, height, "What was on board when", said or "No medication list.", parts, styled=styled, name=name)


class _Scale:
    """From days before the moment of assessment to a place on the drawing."""

    def __init__(self, course: Timeline):
        ends = [span.ends for lane in course.lanes for span in (*lane.spans, *lane.if_stopped_now)]
        begins = [span.begins for lane in course.lanes for span in lane.spans if span.begins is not None]
        begins += [one.when.most for one in course.happenings]
        self.first = min(max([14.0, *map(float, begins)]) * 1.05, _MOST_BEFORE)
        self.last = max(min([-2.0, *map(float, ends)]), -_MOST_BEFORE)
        self._wide = (_WIDTH - _LEFT - _RIGHT) / (self.first - self.last)

    def x(self, days: Fraction | float) -> float:
        """Where a moment stands; what lies beyond the drawing stands at its edge."""
        return _LEFT + (self.first - min(max(float(days), self.last), self.first)) * self._wide

    def axis(self, bottom: float, as_of: str | None) -> Iterator[str]:
        """Marks a week, two, a month or two apart."""
        span = self.first - self.last
        step = next(step for step in (7, 14, 28, 56, 112) if span / step <= 9)
        yield line(_LEFT, bottom, _WIDTH - _RIGHT, bottom, "axis")
        for days in range(int(self.last // step) * step, int(self.first) + 1, step):
            if self.last <= days <= self.first:
                x = self.x(days)
                label = f"{days} d ago" if days > 0 else "now" if days == 0 else f"in {-days} d"
                yield from (line(x, _TOP - 8, x, bottom, "grid"), text(x, bottom + 16, label, "small", "middle"))
                if date := _date(Fraction(days), as_of):
                    yield text(x, bottom + 30, date, "small", "middle")


def _legend() -> str:
    x = _WIDTH - 484
    return (
        f"{box(x, 16, 26, 12, 'yes')}{text(x + 32, 26, 'on board', 'small')}{box(x + 96, 16, 26, 12, 'maybe')}"
        f"{text(x + 128, 26, 'unknown', 'small')}{box(x + 196, 16, 26, 12, 'then')}{text(x + 228, 26, 'if stopped now', 'small')}"
        f"{path([(x + 326, 28), (x + 332, 17), (x + 338, 28)], 'mark', closed=True)}{text(x + 344, 26, 'start, rise', 'small')}"
        f"{path([(x + 414, 17), (x + 424, 17), (x + 424, 27), (x + 414, 27)], 'mark', closed=True)}{text(x + 430, 26, 'stop', 'small')}"
    )


def _drawn(lane: Lane, top: float, scale: _Scale) -> Iterator[str]:
    yield text(16, top + 18, shortened(lane.name, 24), "bold")
    beneath = ", ".join(part for part in (lane.dose, "overdose" if lane.overdose else "", lane.strength.value) if part)
    yield text(16, top + 34, shortened(beneath, 30), "small")
    for span in lane.spans:
        if span.on_board is not Truth.NO:
            start = scale.x(scale.first if span.begins is None else span.begins)
            style = "yes" if span.on_board is Truth.YES else "maybe"
            yield box(start, top + 8, scale.x(span.ends) - start, 18, style, says=_WORDS[span.on_board])
    if lane.now is not Truth.NO and not any(span.begins is not None and span.begins > 0 >= span.ends for span in lane.spans):
        yield box(scale.x(0) - 3, top + 8, 6, 18, "yes" if lane.now is Truth.YES else "maybe", says=f"now: {_WORDS[lane.now]}")
    for span in lane.if_stopped_now:
        start = scale.x(span.begins or 0)
        yield box(start, top + 12, scale.x(span.ends) - start, 10, "then", says=f"if stopped now: {_WORDS[span.on_board]}")
    for one in lane.happenings:
        x, y = scale.x(one.when.most), top + 40
        square = [(x - 5, y - 10), (x + 5, y - 10), (x + 5, y), (x - 5, y)]
        yield path(square if one.what == "stopped" else [(x - 6, y), (x, y - 11), (x + 6, y)], "mark", closed=True)
        yield text(x + 9, y, one.what, "small")


def _spelled(days: Fraction) -> str:
    return "1 day" if days == 1 else f"{tenths(days)} days"
