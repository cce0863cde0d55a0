"""Every error that Clonus raises on purpose, and the sentence that each one says.

ClonusError
├── InputRefused           a case file, an argument or a mapping could not be used
│   └── Contradiction      two statements of one record cannot both be true
├── KnowledgeBroken        a file of the catalogue breaks its shape or its law
│   └── RuleBroken         a rule's text cannot be read, or can never hold
└── NotFound               an id that no entry of the catalogue carries
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a line and a column counted from 1; 0 where there is none."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.line:
            parts.append(str(self.line))
        if self.column and self.line:
            parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it stands, and one sentence that names it and its remedy.

    Example:
        >>> str(Fault(Place("case.yaml", 3, 5), "`age` is -3: write years, 0 or more."))
        'case.yaml:3:5: `age` is -3: write years, 0 or more.'
    """

    place: Place
    sentence: str
    subject: str = ""

    def __str__(self) -> str:
        where = str(self.place)
        subject = f"{self.subject}: " if self.subject else ""
        return f"{where}: {subject}{self.sentence}" if where else f"{subject}{self.sentence}"


class ClonusError(Exception):
    """The root of every error that Clonus raises on purpose; carries one fault or more."""

    def __init__(self, faults: Fault | Iterable[Fault]):
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InputRefused(ClonusError):
    """What was given cannot be used as it stands."""


class Contradiction(InputRefused):
    """Two statements of one record cannot both be true."""


class KnowledgeBroken(ClonusError):
    """A file of the catalogue breaks its shape or its law."""


class RuleBroken(KnowledgeBroken):
    """The text of a rule cannot be read, or the rule can never hold."""


class NotFound(ClonusError):
    """No entry of the catalogue carries this id."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A closing question that names the nearest known word, or nothing.

    Example:
        >>> did_you_mean("diaphoressis", ["diaphoresis", "diarrhea"])
        '; did you mean `diaphoresis`?'
        >>> did_you_mean("xyzzy", ["diaphoresis"])
        ''
    """
    if len(word) > _LONGEST_WORD:
        return ""
    near = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean `{near[0]}`?" if near else ""
