"""Doses and rises of a case that go beyond what a label says."""

from dataclasses import dataclass
from fractions import Fraction

from clonus.domain.agents import LabelDose, TooFast


@dataclass(frozen=True, slots=True)
class BeyondLabel:
    """A start, a rise or a dose that goes beyond every label statement for such a patient, and what that is known for.

    `given` and `limit` are milligrams a day, or for a rise that came too soon days; `label` is the statement that sets the limit.
    """

    agent: str
    kind: str
    says: str
    given: Fraction
    limit: Fraction
    label: LabelDose
    known_for: tuple[TooFast, ...]
