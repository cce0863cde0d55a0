"""Time as the exposure clock needs it: how many days before the moment of assessment, known exactly or in part."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class DaysBefore:
    """How long before the moment of assessment something happened, in days; negative is after it.

    A partial date gives an interval: it happened at least `least` and at most `most` days before.

    Raises:
        ValueError: if `least` is more than `most`.

    Example:
        >>> DaysBefore.exactly(3)
        DaysBefore(least=Fraction(3, 1), most=Fraction(3, 1))
    """

    least: Fraction
    most: Fraction

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError(f"an interval of days cannot end before it begins: {self.least} to {self.most}")

    @staticmethod
    def exactly(days: Fraction | int) -> "DaysBefore":
        """An exactly known number of days before."""
        return DaysBefore(Fraction(days), Fraction(days))

    @property
    def surely_after_now(self) -> bool:
        """Whether it lies ahead however the unknown part falls."""
        return self.most.numerator < 0  # a comparison of whole numbers takes a fifth of one of fractions

    @property
    def perhaps_after_now(self) -> bool:
        """Whether it may lie ahead."""
        return self.least.numerator < 0
