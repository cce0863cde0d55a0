"""Truth: yes, no or unknown; owns the three values and nothing about how they are found."""

from dataclasses import dataclass
from enum import Enum


class Truth(Enum):
    """What is known of a statement; there is no default, and it has no truthiness.

    Raises:
        TypeError: when used as a condition, because unknown must never become no.

    Example:
        >>> Truth.of(None)
        <Truth.UNKNOWN: 'unknown'>
        >>> bool(Truth.UNKNOWN)
        Traceback (most recent call last):
        TypeError: a Truth is yes, no or unknown: compare it with `is`, never use it as a condition
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a Truth is yes, no or unknown: compare it with `is`, never use it as a condition")

    @staticmethod
    def of(value: bool | None) -> "Truth":
        """The truth of a Boolean that may be missing."""
        if value is None:
            return Truth.UNKNOWN
        return Truth.YES if value else Truth.NO


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact that a record settles, one way or the other."""

    fact: str
    truth: Truth


def any_of(truths: "list[Truth]") -> Truth:
    """Yes if one is yes, no if all are no, else unknown; no for an empty list.

    Example:
        >>> any_of([Truth.NO, Truth.UNKNOWN])
        <Truth.UNKNOWN: 'unknown'>
    """
    found = Truth.NO
    for truth in truths:
        if truth is Truth.YES:
            return truth
        if truth is Truth.UNKNOWN:
            found = truth
    return found
