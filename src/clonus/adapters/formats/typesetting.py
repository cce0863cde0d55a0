"""Pages of print: text that cannot be markup, and the typesetter, which needs no system font and gives the same bytes every time."""

import re
from collections.abc import Iterable

from clonus.domain.errors import Fault, InputRefused, Place

_LONG = re.compile(r"\S{40}(?=\S)")
_NO_GLYPH, _GLYPHS = 0x0530, "–—‘’“”…"  # the typesetter brings letters for Latin, Greek and Cyrillic


def typeset(lines: Iterable[str]) -> bytes:
    """The PDF of lines in the typesetter's language.

    Raises:
        InputRefused: if the typesetter is not installed.
    """
    try:
        import typst
    except ImportError:
        raise InputRefused(Fault(Place(), "a PDF needs typst, which is not installed: install clonus[pdf], or print the HTML.")) from None
    return bytes(typst.compile("\n".join(lines).encode(), format="pdf", ignore_system_fonts=True))


def quoted(text: str) -> str:
    """A text as the typesetter's own string, so that nothing in it can be markup.

    Example:
        >>> quoted('a "b"')
        '"a \\\\"b\\\\""'
    """
    broken = _LONG.sub(lambda word: f"{word.group()}\u200b", text)
    shown = (char if char == "\u200b" or (char.isprintable() and ord(char) < _NO_GLYPH) or char in _GLYPHS else "?" for char in broken)
    return '"' + "".join(f"\\{char}" if char in '\\"' else char for char in shown) + '"'
