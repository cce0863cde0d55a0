"""The exposure clock: whether what was taken is on board, at the moment of assessment and at any other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from clonus.catalogue.shelves import Catalogue
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry
from clonus.domain.substances import Substance
from clonus.domain.timeline import Span
from clonus.domain.truth import Truth

HALF_LIVES = 5
_HOURS = 24
NOW = DaysBefore.exactly(0)


@dataclass(frozen=True, slots=True)
class Window:
    """Until when an agent is on board, and from when it is not, in days since it was stopped."""

    there_days: Fraction
    gone_days: Fraction
    there_at_limit: bool = False
    gone_at_limit: bool = False

    def there(self, stopped: DaysBefore) -> bool:
        """Whether it is on board however the unknown part of the date falls."""
        return stopped.most < self.there_days or (self.there_at_limit and stopped.most == self.there_days)

    def gone(self, stopped: DaysBefore) -> bool:
        """Whether it is gone however the unknown part of the date falls."""
        return stopped.least > self.gone_days or (self.gone_at_limit and stopped.least == self.gone_days)


_NO_FIGURE = Window(Fraction(1), Fraction(90), there_at_limit=True)


def window_of(substance: Substance, catalogue: Catalogue) -> Window:
    """The window of an agent: its fixed figures, else five half-lives and its labels' longest interval, else 1 and 90 days.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> catalogue = open_catalogue()
        >>> window_of(catalogue.substances["fluoxetine"], catalogue).there_days
        Fraction(35, 1)
    """
    if substance.window is not None:
        return Window(substance.window.yes_below_days, substance.window.no_from_days, gone_at_limit=True)
    half_lives = [half_life for half_life in (substance.half_life, *(m.half_life for m in substance.metabolites)) if half_life]
    label = catalogue.longest_waits.get(substance.name, Fraction(0))
    if not half_lives:
        return replace(_NO_FIGURE, gone_days=max(_NO_FIGURE.gone_days, label))
    central = max(half_life.central for half_life in half_lives)
    upper = max(half_life.high for half_life in half_lives)
    return Window(HALF_LIVES * central / _HOURS, max(label, HALF_LIVES * upper / _HOURS))


def on_board(entry: MedicationEntry, substances: Iterable[Substance], catalogue: Catalogue) -> Truth:
    """Whether what was taken is still on board; of several substances, yes while any is and no when none is.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> on_board(MedicationEntry("x", stopped=DaysBefore.exactly(91)), [], open_catalogue())
        <Truth.NO: 'no'>
    """
    if entry.started is not None and entry.started.surely_after_now:
        return Truth.NO
    if entry.stopped_undated:
        return Truth.UNKNOWN
    possibly_ahead = entry.started is not None and entry.started.perhaps_after_now
    if entry.stopped is None:
        return Truth.UNKNOWN if entry.prn or possibly_ahead else Truth.YES
    windows = _windows(substances, catalogue)
    if all(window.gone(entry.stopped) for window in windows):
        return Truth.NO
    there = all(window.there(entry.stopped) for window in windows)
    return Truth.YES if there and not possibly_ahead else Truth.UNKNOWN


def on_board_at(moment: Fraction, entry: MedicationEntry, substances: Iterable[Substance], catalogue: Catalogue) -> Truth:
    """Whether it was, or will be, on board at a moment so many days before that of assessment; negative lies ahead.

    What an entry does not say stays unknown: without a start, all that lies before the last moment at which it was surely taken.
    """
    taken = max(entry.stopped.most, Fraction(0)) if entry.stopped is not None else Fraction(0)
    if entry.started is None and moment > taken:
        return Truth.UNKNOWN
    shifted = replace(entry, started=_seen_from(moment, entry.started), stopped=_seen_from(moment, entry.stopped))
    return on_board(shifted, substances, catalogue)


def spans_of(entry: MedicationEntry, substances: Sequence[Substance], catalogue: Catalogue) -> tuple[Span, ...]:
    """The stretches of time of an entry, earliest first, up to the end of its tail; of one that is being taken, up to now."""
    marks = sorted(_marks(entry, substances, catalogue), reverse=True)
    spans: list[Span] = []
    if entry.started is None:
        spans.append(Span(None, marks[0], Truth.UNKNOWN))
    for begins, ends in pairwise(marks):
        there = on_board_at((begins + ends) / 2, entry, substances, catalogue)
        if spans and spans[-1].on_board is there:
            spans[-1] = replace(spans[-1], ends=ends)
        else:
            spans.append(Span(begins, ends, there))
    while spans and spans[-1].on_board is Truth.NO:
        spans.pop()
    return tuple(spans)


def if_stopped_now(entry: MedicationEntry, substances: Sequence[Substance], catalogue: Catalogue) -> tuple[Span, ...]:
    """What would follow if what is being taken were stopped at the moment of assessment."""
    if entry.stopped is not None or entry.stopped_undated or (entry.started is not None and entry.started.perhaps_after_now):
        return ()
    return spans_of(MedicationEntry(entry.given, started=NOW, stopped=NOW), substances, catalogue)


def _marks(entry: MedicationEntry, substances: Iterable[Substance], catalogue: Catalogue) -> set[Fraction]:
    """Every moment at which the answer may change."""
    marks = set() if entry.started is None else {entry.started.least, entry.started.most}
    if entry.stopped is None:
        return {*marks, Fraction(0)}
    ends = {entry.stopped.least, entry.stopped.most, *((Fraction(0),) if entry.started is None and entry.stopped.most < 0 else ())}
    tails = {days for window in _windows(substances, catalogue) for days in (window.there_days, window.gone_days)}
    return {*marks, *ends, *(end - tail for end in ends for tail in tails)}


def _windows(substances: Iterable[Substance], catalogue: Catalogue) -> list[Window]:
    """The windows that decide for several substances: the one that is surely there for the shortest, and the one that is gone last."""
    kept: dict[str, Window] = catalogue.kept_windows
    found = []
    for substance in substances:
        if substance.name not in kept:
            kept[substance.name] = window_of(substance, catalogue)
        found.append(kept[substance.name])
    if len(found) < 2:
        return found or [_NO_FIGURE]
    shortest = min(found, key=lambda one: (one.there_days, one.there_at_limit))
    return [shortest, max(found, key=lambda one: (one.gone_days, not one.gone_at_limit))]


def _seen_from(moment: Fraction, when: DaysBefore | None) -> DaysBefore | None:
    return None if when is None else DaysBefore(when.least - moment, when.most - moment)
