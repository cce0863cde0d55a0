"""Where the command line writes: one document on standard output, sentences on standard error."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from clonus.adapters.formats.document import Refusals, document, to_json
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.errors import ClonusError, Fault, InputRefused, Place
from clonus.domain.screening import Screening

_MOST_LETTERS = 4_000


class Output:
    """Standard output in one format; nothing is written before the whole answer is made."""

    def __init__(self, format: str):
        self.format = format

    def assessments(self, assessments: Sequence[Assessment], refused: Refusals, catalogue: Catalogue, closing: bool = True) -> None:
        """Write assessments in the format; `closing` adds the line that says what made them."""
        if self.format == "json":
            self.write(to_json(document(assessments, refused, catalogue)))
        elif self.format == "markdown":
            from clonus.adapters.formats.markdown import to_markdown

            self.write(to_markdown(assessments, refused, catalogue, closing))
        else:
            from clonus.adapters.formats.text import to_text

            self.write(to_text(assessments, refused, catalogue, closing, terminal=_to_terminal()))

    def screenings(self, screenings: Sequence[Screening], refused: Refusals, catalogue: Catalogue) -> None:
        """Write screenings in the format."""
        from clonus.adapters.formats import screening as forms

        if self.format == "json":
            self.write(to_json(forms.screenings_document(screenings, refused, catalogue)))
        else:
            to = forms.to_markdown if self.format == "markdown" else forms.to_text
            self.write(to(screenings, refused, catalogue))

    def write_bytes(self, content: bytes) -> None:
        """Write a file that is no text; to a terminal it is refused, since nobody can read it there."""
        if _to_terminal():
            fail(InputRefused(Fault(Place(), "a PDF is no text for a terminal: send it to a file, as in `> leaflet.pdf`.")))
        self._written(lambda: sys.stdout.buffer.write(content))

    def write(self, text: str) -> None:
        """Write a text as it is; a reader that has seen enough ends the program without a fault."""
        self._written(lambda: sys.stdout.write(text))

    def _written(self, write: Callable[[], object]) -> None:
        if sys.stdout is None:
            fail(InputRefused(Fault(Place(), "standard output is closed: the answer has nowhere to go.")))
        try:
            write()
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            fail(InputRefused(Fault(Place(), f"the answer could not be written: {reason}; nothing of it should be used.")))


def fail(error: ClonusError) -> NoReturn:
    """Say each fault in one sentence on standard error, and end with status 2."""
    for fault in error.faults:
        if sys.stderr is not None:
            sys.stderr.write(f"{_printable(str(fault))}\n")
    raise SystemExit(2)


def _to_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _printable(sentence: str) -> str:
    """A sentence that quotes somebody's text, in which nothing can steer a terminal, and which ends."""
    shown = "".join(char if char.isprintable() or char in "\n^" else "\N{REPLACEMENT CHARACTER}" for char in sentence)
    return shown if len(shown) <= _MOST_LETTERS else f"{shown[: _MOST_LETTERS // 2]} … {shown[-_MOST_LETTERS // 2 :]}"
