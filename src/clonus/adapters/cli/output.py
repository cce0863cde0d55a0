"""Where the command line writes: one document on standard output, sentences on standard error."""

import sys
from collections.abc import Sequence
from typing import NoReturn

from clonus.adapters.formats.document import Refusals, document, to_json
from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.errors import ClonusError


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
            from rich.console import Console

            from clonus.adapters.formats.text import print_assessments

            console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
            print_assessments(console, assessments, refused, catalogue, closing)

    def write(self, text: str) -> None:
        """Write a text as it is."""
        sys.stdout.write(text)


def fail(error: ClonusError) -> NoReturn:
    """Say each fault in one sentence on standard error, and end with status 2."""
    for fault in error.faults:
        sys.stderr.write(f"{fault}\n")
    raise SystemExit(2)
