"""Drawings that stand alone: a frame of SVG with a title and a description, and the parts that charts share."""

import re
from html import escape

_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1b1f24}.small{font-size:11px;fill:#57606a}.bold{font-weight:600}"
    ".axis{stroke:#8c959f;stroke-width:1}.grid{stroke:#d0d7de;stroke-width:1}.now{stroke:#1b1f24;stroke-width:1.5}"
    ".yes{fill:#0b6e8a}.maybe{fill:url(#hatch);stroke:#0b6e8a}.then{fill:none;stroke:#0b6e8a;stroke-dasharray:4 3}"
    ".mark{fill:#b3261e}.line{fill:none;stroke:#0b6e8a;stroke-width:2}.band{fill:#0b6e8a;fill-opacity:.16}"
    ".other{fill:none;stroke:#b3261e;stroke-width:2;stroke-dasharray:7 4}.otherband{fill:#b3261e;fill-opacity:.14}.back{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9da7b1}.axis{stroke:#6e7681}.grid{stroke:#30363d}"
    ".now{stroke:#e6edf3}.yes,.band{fill:#4fb6d3}.maybe,.then,.line{stroke:#4fb6d3}.hatched{stroke:#4fb6d3}"
    ".mark,.otherband{fill:#ff8a80}.other{stroke:#ff8a80}.back{fill:#0d1117}}"
)
_HATCH = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatched" x1="0" y1="0" x2="0" y2="7" stroke="#0b6e8a" stroke-width="2.5"/></pattern></defs>'
)


def drawing(width: int, height: int, title: str, description: str, parts: list[str], *, styled: bool = True, name: str = "") -> str:
    """A whole SVG file; the title and the description are what a screen reader says.

    Args:
        width: in pixels.
        height: in pixels.
        title: what it is called.
        description: all that it shows, in words.
        parts: what is drawn, back to front.
        styled: whether it brings its style; a page that forbids inline style has the same classes in its own.
        name: what the ids begin with, so that two drawings on one page share none; made of the title where it is not styled.
    """
    first = f"{name or re.sub('[^a-z0-9]+', '-', title.lower()).strip('-')}-" if name or not styled else ""
    hatch = f"url(#{first}hatch)"
    style = f"<style>{_STYLE.replace('url(#hatch)', hatch)}</style>" if styled else ""
    drawn = "".join(parts) if styled else "".join(parts).replace('class="maybe"', f'class="maybe" fill="{hatch}"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{first}title {first}desc"><title id="{first}title">{escape(title)}</title>'
        f'<desc id="{first}desc">{escape(description)}</desc>{style}{_HATCH.replace("hatch", f"{first}hatch", 1)}'
        f'<rect class="back" width="{width}" height="{height}"/>{drawn}</svg>\n'
    )


def text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    """A line of text at a point."""
    kind = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """A straight line."""
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def box(x: float, y: float, width: float, height: float, style: str, *, says: str = "") -> str:
    """A rectangle, with what a pointer over it tells."""
    told = f"<title>{escape(says)}</title>" if says else ""
    return f'<rect class="{style}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{height:.1f}">{told}</rect>'


def path(points: list[tuple[float, float]], style: str, *, closed: bool = False) -> str:
    """A line through points, closed to an area where wanted."""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<{"polygon" if closed else "polyline"} class="{style}" points="{joined}"/>'


def shortened(words: str, letters: int) -> str:
    """A text that fits into a column."""
    return words if len(words) <= letters else f"{words[: letters - 1]}…"
