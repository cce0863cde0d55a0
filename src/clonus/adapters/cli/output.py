"""Where the command line writes: one document on standard output, sentences on standard error."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from clonus.adapters.formats.document import Refusals, document, to_json
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.errors import ClonusError, Fault, InputRefused, Place


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

            self.write(to_text(assessments, refused, catalogue, closing, terminal=sys.stdout.isatty()))

    def write_bytes(self, content: bytes) -> None:
        """Write a file that is no text; to a terminal it is refused, since nobody can read it there."""
        if sys.stdout.isatty():
            fail(InputRefused(Fault(Place(), "a PDF is no text for a terminal: send it to a file, as in `> leaflet.pdf`.")))
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()

    def write(self, text: str) -> None:
        """Write a text as it is; a reader that has seen enough ends the program without a fault."""
        try:
            sys.stdout.write(text)
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
        sys.stderr.write(f"{fault}\n")
    raise SystemExit(2)
