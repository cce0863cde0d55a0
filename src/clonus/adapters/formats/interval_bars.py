"""One bar for each statement on how long to wait after the last dose, and one of its own kind for the kinetic estimate."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from textwrap import wrap

from clonus.adapters.formats.drawing import box, line, path, shortened, text
from clonus.adapters.formats.switch import METHOD_WORDS, in_days, kinetic_words, reach, rule_words
from clonus.adapters.formats.words import tenths
from clonus.domain.switching import KineticEstimate, Switch, SwitchRule

_LEFT, _RIGHT, _WORDS = 236, 556, 578
_ROW, _NEXT, _HEAD, _FOOT = 38, 13, 44, 46
_LETTERS = 59
_STEPS = (1, 2, 7, 14, 28, 56, 112, 224, 448, 896)


class Bars:
    """The bars of an answer; `last` is the day of the last dose where it is known to the day, and gives the axis its dates."""

    def __init__(self, answer: Switch, last: date | None, today: date | None):
        self.answer, self.last = answer, last
        ends = [one.washout.up_to or one.washout.days for one in answer.rules]
        ends += [one.span.high for one in answer.kinetics if one.span is not None]
        self.most = max(float(max([Fraction(1), answer.days or Fraction(0), *ends])) * 1.04, 2.0)
        passed = (today - last).days if last is not None and today is not None else -1
        self.now = passed if 0 <= passed <= self.most else None
        self.rows: tuple[SwitchRule | KineticEstimate, ...] = (*answer.rules, *answer.kinetics)
        self.height = _HEAD + sum(self._tall(one) for one in self.rows) + _FOOT

    def drawn(self, top: float) -> Iterator[str]:
        """The parts of the drawing from a height down."""
        bottom = top + self.height - _FOOT
        yield text(16, top + 14, "What each source asks for, in days after the last dose", "bold")
        yield from self._axis(top + _HEAD - 10, bottom)
        y = top + _HEAD
        for one in self.rows:
            yield from self._rule(one, y) if isinstance(one, SwitchRule) else self._kinetic(one, y)
            y += self._tall(one)
        if self.now is not None:
            yield line(self._x(self.now), top + _HEAD - 10, self._x(self.now), bottom, "now")
            yield text(self._x(self.now), top + _HEAD - 14, "today", "small bold", "middle")

    def _x(self, days: Fraction | float) -> float:
        return _LEFT + float(days) / self.most * (_RIGHT - _LEFT)

    def _tall(self, one: SwitchRule | KineticEstimate) -> int:
        """How much room a statement or an estimate takes."""
        return _ROW + _NEXT * max(len(self._beneath(one)) - 1, 0)

    def _beneath(self, one: SwitchRule | KineticEstimate) -> list[str]:
        """What stands beneath the days, in lines."""
        words = self._standing(one) if isinstance(one, SwitchRule) else "" if one.span is None else one.assumes
        return wrap(words, _LETTERS, break_on_hyphens=False)

    def _axis(self, top: float, bottom: float) -> Iterator[str]:
        step = next((step for step in _STEPS if self.most / step <= 7), _STEPS[-1])
        for days in range(0, int(self.most) + 1, step):
            x = self._x(days)
            yield from (line(x, top, x, bottom, "grid"), text(x, bottom + 16, str(days), "small", "middle"))
            number = None if self.last is None else self.last.toordinal() + days
            if number is not None and number <= date.max.toordinal() and days % (2 * step) == 0:
                yield text(x, bottom + 30, date.fromordinal(number).isoformat(), "small", "middle")
        yield line(_LEFT, bottom, _RIGHT, bottom, "axis")
        yield text(_RIGHT + 22, bottom + 16, "days after the last dose", "small")

    def _rule(self, rule: SwitchRule, top: float) -> Iterator[str]:
        washout, acts = rule.washout, rule is self.answer.acting and not self.answer.lengthened
        end, says = self._x(washout.days), rule_words(rule, self.answer)
        yield from _named(washout.authority, self._about(rule), top)
        style, above, tall = ("yes", 2, 18) if acts else ("then", 8, 7) if rule.beaten else ("band", 5, 12)
        if washout.days:
            yield box(_LEFT, top + above, end - _LEFT, tall, style, says=says)
        else:
            yield path([(_LEFT, top + 6), (_LEFT + 5, top + 11), (_LEFT, top + 16), (_LEFT - 5, top + 11)], "yes", closed=True)
        if style == "band" and washout.days:
            yield _ended(_LEFT, top + above, end, tall)
        if washout.up_to is not None:
            yield box(end, top + 8, self._x(washout.up_to) - end, 7, "then", says=f"left open up to {in_days(washout.up_to)}")
        yield text(_WORDS, top + 13, reach(rule), "bold" if acts else "small" if rule.beaten else "")
        yield from self._explained(rule, top)

    def _about(self, rule: SwitchRule) -> str:
        """The agents of a statement in brief: of a list the one that is asked for."""

        def brief(words: tuple[str, ...], asked: tuple[str, ...]) -> str:
            named = next((word for word in words if word in asked), words[0] if words else "")
            return f"{named} …" if len(words) > 1 else named

        washout = rule.washout
        ends = (brief(washout.leaving, self.answer.leaving), brief(washout.starting, self.answer.starting))
        return " to ".join(ends).replace("_", " ")

    def _standing(self, rule: SwitchRule) -> str:
        """What a statement counts here."""
        if rule.beaten:
            return "not applied: a more specific statement stands in its place"
        acts = "the rule, which kinetics lengthen here: " if self.answer.lengthened else "acts: "
        return f"{acts if rule is self.answer.acting else ''}{METHOD_WORDS[rule.washout.method]}"

    def _kinetic(self, one: KineticEstimate, top: float) -> Iterator[str]:
        yield from _named("kinetic estimate", "five half-lives", top)
        if one.span is None:
            words = shortened(f"no bar: {one.assumes}", 108)
            yield from (box(_LEFT - 1, top + 2, _RIGHT - _LEFT, 18, "back"), text(_LEFT + 6, top + 15, words, "small"))
            return
        low, middle, high = (self._x(days) for days in (one.span.low, one.span.central, one.span.high))
        lengthens = self.answer.lengthened and bool(one.factors)
        if lengthens and self.answer.days is not None:
            yield box(_LEFT, top + 2, self._x(self.answer.days) - _LEFT, 18, "yes", says=kinetic_words(one, lengthened=True))
        yield line(_LEFT, top + 11, high, top + 11, "axis")
        yield box(
            low, top + (22 if lengthens else 5), max(high - low, 3), 6 if lengthens else 12, "maybe", says=kinetic_words(one, lengthens)
        )
        yield line(middle, top + 1, middle, top + (30 if lengthens else 21), "now")
        span = f"{tenths(one.span.central)} days ({tenths(one.span.low)} to {tenths(one.span.high)})"
        role = "lengthens the rule" if lengthens else "beside the rule"
        yield text(_WORDS, top + 13, f"{span}, {role}", "bold" if lengthens else "")
        yield from self._explained(one, top)

    def _explained(self, one: SwitchRule | KineticEstimate, top: float) -> Iterator[str]:
        yield from (text(_WORDS, top + 28 + number * _NEXT, words, "small") for number, words in enumerate(self._beneath(one)))


def _named(name: str, beneath: str, top: float) -> Iterator[str]:
    yield text(16, top + 13, shortened(name, 30), "bold")
    yield text(16, top + 28, shortened(beneath, 34), "small")


def _ended(left: float, top: float, right: float, tall: float) -> str:
    """The outline of a faint bar, open at the left."""
    return path([(left, top), (right, top), (right, top + tall), (left, top + tall)], "line")
