"""A criterion as a drawing: Mermaid text, and SVG made here; the gate, then the signs, joined as the rules join them."""

from collections.abc import Callable, Iterator
from html import escape
from typing import assert_never

from clonus.rules.criterion import Criterion
from clonus.rules.tree import And, AtLeast, Fact, Not, Or, Rule

Name = Callable[[str], str]
_ROW, _COLUMN, _BOX, _HEIGHT = 46, 250, 206, 32
_OWN = {  # how each part looks by itself
    "frame": ' font-family="system-ui, sans-serif" font-size="14"',
    "back": 'fill="#ffffff"',
    "title": 'font-size="18" font-weight="600" fill="#1b1b1b"',
    "says": 'fill="#444444"',
    "sign": 'fill="#eef4fb" stroke="#2b5c94"',
    "name": 'fill="#10283f"',
    "or": 'font-size="11" fill="#444444"',
    "result": 'fill="#8a1c1c"',
    "met": 'fill="#ffffff"',
    "joint": 'stroke="#2b5c94" stroke-dasharray="3 4"',
}
_OF_PAGE = {  # the classes of the page that it stands in; a fill is an attribute, which no policy on style forbids
    "frame": "",
    "back": 'class="back"',
    "title": 'class="bold"',
    "says": 'class="small"',
    "sign": 'class="line" fill="none"',
    "name": 'class="name"',
    "or": 'class="small"',
    "result": 'class="otherband"',
    "met": 'class="bold"',
    "joint": 'class="axis" stroke-dasharray="3 4"',
}


def mermaid(criterion: Criterion, name: Name) -> str:
    """A Mermaid flow chart of a criterion, its result at the right."""
    lines = ["flowchart LR", f'  result(["{name(criterion.id)} met"])']
    numbers = iter(range(10_000))
    known: dict[str, str] = {}

    def draw(rule: Rule) -> str:
        match rule:
            case Fact(id):
                if id not in known:
                    known[id] = f"f{next(numbers)}"
                    lines.append(f'  {known[id]}["{name(id)}"]')
                return known[id]
            case Not(inner):
                return join("not", (inner,))
            case And(parts):
                return join("all of", parts)
            case Or(parts):
                return join("any of", parts)
            case AtLeast(number, parts):
                return join(f"at least {number} of", parts)
            case _:
                assert_never(rule)

    def join(label: str, parts: tuple[Rule, ...]) -> str:
        node = f"j{next(numbers)}"
        lines.append(f'  {node}{{{{"{label}"}}}}')
        lines.extend(f"  {draw(part)} --> {node}" for part in parts)
        return node

    lines.append(f"  {draw(criterion.solver.rule)} --> result")
    return "\n".join(lines) + "\n"


def svg(criterion: Criterion, name: Name, *, styled: bool = True) -> str:
    """A drawing of a criterion: one row a rule, each sign in a box, read from left to right.

    Not `styled` it takes the classes of the page that it stands in.
    """
    look = _OWN if styled else _OF_PAGE
    rows = [list(_columns(rule.rule)) for rule in criterion.rules]
    width = max(len(row) for row in rows) * _COLUMN + _BOX + 50
    height = 74 + sum(max(len(column) for column in row) * _ROW + 14 for row in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img"{look["frame"]}>',
        f"<title>{escape(criterion.name)}</title>",
        f'<rect width="{width}" height="{height}" {look["back"]}/>',
        f'<text x="20" y="30" {look["title"]}>{escape(criterion.name)}</text>',
        f'<text x="20" y="52" {look["says"]}>{escape(criterion.says)}</text>',
    ]
    top = 70
    for row in rows:
        tall = max(len(column) for column in row) * _ROW
        parts.extend(_row(row, (top, tall, width), name, look))
        top += tall + 14
    return "\n".join([*parts, "</svg>"]) + "\n"


def _row(row: list[list[str]], place: tuple[int, int, int], name: Name, look: dict[str, str]) -> Iterator[str]:
    top, tall, width = place
    middle = top + tall / 2
    for position, column in enumerate(row):
        x = 20 + position * _COLUMN
        start = middle - len(column) * _ROW / 2
        for offset, fact in enumerate(column):
            y = start + offset * _ROW + (_ROW - _HEIGHT) / 2
            yield f'<rect x="{x}" y="{y:g}" width="{_BOX}" height="{_HEIGHT}" rx="6" {look["sign"]}/>'
            yield f'<text x="{x + _BOX / 2:g}" y="{y + 21:g}" text-anchor="middle" {look["name"]}>{escape(name(fact))}</text>'
            if offset:
                yield f'<text x="{x + _BOX / 2:g}" y="{y - 2:g}" text-anchor="middle" {look["or"]}>or</text>'
        joint = "and" if position < len(row) - 1 else "→"
        yield f'<text x="{x + _BOX + 22}" y="{middle + 5:g}" text-anchor="middle" {look["says"]}>{joint}</text>'
    x = width - _BOX - 20
    yield f'<rect x="{x}" y="{middle - 16:g}" width="{_BOX}" height="{_HEIGHT}" rx="16" {look["result"]}/>'
    yield f'<text x="{x + _BOX / 2:g}" y="{middle + 5:g}" text-anchor="middle" {look["met"]}>criteria met</text>'
    if row and len(row) * _COLUMN + 20 < x:
        yield f'<line x1="{len(row) * _COLUMN + 4}" y1="{middle:g}" x2="{x - 6}" y2="{middle:g}" {look["joint"]}/>'


def _columns(rule: Rule) -> Iterator[list[str]]:
    """A rule as columns that must all be met, each a list of labels of which one is enough."""
    match rule:
        case And(parts):
            for part in parts:
                yield from _columns(part)
        case Or(parts):
            yield [_label(part) for part in parts]
        case Fact() | Not() | AtLeast():
            yield [_label(rule)]
        case _:
            assert_never(rule)


def _label(rule: Rule) -> str:
    """A part of a rule in one box."""
    match rule:
        case Fact(id):
            return id
        case Not(inner):
            return f"no {_label(inner)}"
        case And(parts):
            return " + ".join(_label(part) for part in parts)
        case Or(parts):
            return " / ".join(_label(part) for part in parts)
        case AtLeast(number, parts):
            return f"{number} of {', '.join(_label(part) for part in parts)}"
        case _:
            assert_never(rule)
