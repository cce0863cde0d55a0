"""Charts of agents side by side: half-lives on one scale, and what is left after the last dose."""

from collections.abc import Iterator, Sequence
from math import log10, pow

from clonus.adapters.formats.drawing import box, drawing, line, path, shortened, text
from clonus.catalogue.shelves import Catalogue
from clonus.domain.agents import AgentSheet, HalfLifeOf

_WIDTH, _LEFT, _RIGHT = 960, 190, 40
_ROW, _TOP = 44, 84
_HOURS = (1, 3, 10, 24, 72, 168, 384, 1000)
_SAID = {24: "1 day", 72: "3 days", 168: "7 days", 384: "16 days"}
_DAYS, _COLUMNS, _PANEL_WIDTH, _PANEL_HEIGHT = 70, 4, 228, 170


def half_lives(sheets: Sequence[AgentSheet], *, styled: bool = True, name: str = "") -> str:
    """The published ranges of parent and metabolites, in hours, on a logarithmic scale; `styled` and `name` are those of `drawing`."""
    height = _TOP + _ROW * len(sheets) + 66
    bottom = height - 46
    parts = [
        text(16, 28, "Half-lives: published ranges, in hours", "bold"),
        text(16, 48, "solid: parent; hatched: active metabolite", "small"),
    ]
    for hours in _HOURS:
        parts += [line(_x(hours), _TOP - 16, _x(hours), bottom, "grid"), text(_x(hours), bottom + 18, str(hours), "small", "middle")]
        parts += [text(_x(hours), bottom + 32, _SAID[hours], "small", "middle")] if hours in _SAID else []
    for number, sheet in enumerate(sheets):
        parts += _bars(sheet, _TOP + number * _ROW)
    said = "; ".join(f"{sheet.name}: {', '.join(_range_words(one) for one in sheet.half_lives)}" for sheet in sheets)
    return drawing(_WIDTH, height, "Half-lives side by side", said, parts, styled=styled, name=name)


def _bars(sheet: AgentSheet, top: float) -> Iterator[str]:
    yield text(16, top + 10, shortened(sheet.name, 24), "bold")
    known = [one for one in sheet.half_lives if one.low and one.high]
    for number, one in enumerate(known[:2]):
        start, end = _x(float(one.low or 1)), _x(float(one.high or 1))
        y = top + number * 17 - 2
        yield box(start, y, max(end - start, 4), 12, "maybe" if number else "yes", says=_range_words(one))
        yield text(end + 8, y + 10, f"{_range_words(one) if number else _span_words(one)}", "small")


def _x(hours: float) -> float:
    share = (log10(max(hours, 1)) - log10(_HOURS[0])) / (log10(_HOURS[-1]) - log10(_HOURS[0]))
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _span_words(one: HalfLifeOf) -> str:
    low, high = float(one.low or 0), float(one.high or 0)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _range_words(one: HalfLifeOf) -> str:
    return f"{one.name} {_span_words(one)}" if one.low else f"{one.name} not found"


def washout(sheets: Sequence[AgentSheet], catalogue: Catalogue, *, styled: bool = True, name: str = "") -> str:
    """What is left of each agent after the last of many daily doses: a band from its shortest to its longest published half-life.

    `styled` and `name` are those of `drawing`.
    """
    rows = -(-len(sheets) // _COLUMNS)
    height = 76 + rows * _PANEL_HEIGHT + 20
    parts = [
        text(16, 28, "What is left after the last dose, percent of steady state", "bold"),
        text(
            16,
            48,
            "band: shortest to longest published half-life of what stays longest; line: its middle; red: interval before an MAOI",
            "small",
        ),
    ]
    for number, sheet in enumerate(sheets):
        left, top = 40 + (number % _COLUMNS) * _PANEL_WIDTH, 84 + (number // _COLUMNS) * _PANEL_HEIGHT
        parts += _panel(sheet, left, top)
    said = "; ".join(_panel_words(sheet) for sheet in sheets)
    told = f"{said}. Catalogue {catalogue.version}."
    return drawing(_WIDTH, height, "What is left after the last dose", told, parts, styled=styled, name=name)


def _panel(sheet: AgentSheet, left: float, top: float) -> Iterator[str]:
    width, height = _PANEL_WIDTH - 56, _PANEL_HEIGHT - 62
    longest = max((one for one in sheet.half_lives if one.low and one.high), key=lambda one: one.high or 0, default=None)
    yield text(left, top - 6, shortened(sheet.name, 20), "bold")
    for percent in (0, 50, 100):
        y = top + height * (1 - percent / 100)
        yield from (line(left, y, left + width, y, "grid"), text(left - 6, y + 4, str(percent), "small", "end"))
    for days in (0, 14, 35, 70):
        yield text(left + width * days / _DAYS, top + height + 15, f"{days} d" if days else "0", "small", "middle")
    if longest is None or sheet.five_half_lives is None:
        yield text(left + 8, top + height / 2, "not by half-life", "small")
        return

    def curve(hours: float) -> list[tuple[float, float]]:
        days = [step / 2 for step in range(2 * _DAYS + 1)]
        return [(left + width * day / _DAYS, top + height * (1 - pow(2, -day * 24 / hours))) for day in days]

    low, high = float(longest.low or 1), float(longest.high or 1)
    yield path([*curve(low), *reversed(curve(high))], "band", closed=True)
    yield path(curve((low + high) / 2), "line")
    if sheet.wait:
        x = left + width * min(float(sheet.wait[0]), _DAYS) / _DAYS
        yield from (line(x, top, x, top + height, "other"), text(x + 4, top + 12, f"{float(sheet.wait[0]):g} d", "small"))
    yield text(left, top + height + 30, shortened(longest.name, 30), "small")


def _panel_words(sheet: AgentSheet) -> str:
    five = sheet.five_half_lives
    return (
        f"{sheet.name}: five half-lives {float(five.low):.0f} to {float(five.high):.0f} days" if five else f"{sheet.name}: not by half-life"
    )
