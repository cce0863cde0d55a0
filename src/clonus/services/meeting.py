"""Whether two intakes of a list meet in time: taken together, within a washout, still on board, or apart; with the reason."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from clonus.catalogue.shelves import Catalogue
from clonus.domain.evidence import sources_of
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry
from clonus.domain.switching import KineticEstimate, Method, SwitchRule
from clonus.domain.truth import Truth, any_of
from clonus.rules.facts import ExposureFact
from clonus.services.clock import on_board
from clonus.services.exposure import Exposure, within
from clonus.services.reconcile import strength_of
from clonus.services.switching import acting_of, applied, rules_between

Estimate = Callable[[str], KineticEstimate]
_SEVERAL = re.compile(r"\b(?:two|three|several|multiple|both|another|second|[2-9](?! *(?:mg|x|times|tab|cap)))\b|\bx ?[2-9]\b")
_NOW = DaysBefore.exactly(0)
_OVERLAPPING = (Method.CROSS_TAPER, Method.DIRECT, Method.TAPER_THEN_START)


@dataclass(frozen=True, slots=True)
class Taken:
    """One intake as screening sees it.

    `proposed` says that it is an order and not yet taken; one of what is taken already at no higher dose is no news.
    `new` says whether it was begun or raised lately, `raised` whether its dose was; `date_missing` whether it depends on a date that
    nobody gave, of its end or of the last time; `ahead` whether it may be begun after now only, `stops_ahead` whether it surely ends then.
    """

    exposure: Exposure
    proposed: bool
    new: Truth
    raised: Truth
    entry: MedicationEntry = field(init=False)
    date_missing: bool = field(init=False)
    ahead: bool = field(init=False)
    stops_ahead: bool = field(init=False)

    def __post_init__(self) -> None:
        entry = self.exposure.entry
        undated = entry.stopped_undated or (entry.prn and entry.stopped is None and not self.proposed)
        object.__setattr__(self, "entry", entry)
        object.__setattr__(self, "date_missing", undated)
        object.__setattr__(self, "ahead", entry.started is not None and entry.started.perhaps_after_now)
        object.__setattr__(self, "stops_ahead", entry.stopped is not None and entry.stopped.surely_after_now)


@dataclass(frozen=True, slots=True)
class Meeting:
    """How two intakes meet: yes, no, or unknown where a date that is missing or known in part decides; and why, with sources.

    `washout` says that they meet within an interval that is asked for between them; `on_the_way` that they overlap on the way from
    one to the other, where a source provides for that; `interval_over` that what was stopped still acts after the interval.
    """

    meets: Truth
    says: str
    sources: tuple[str, ...] = ()
    washout: bool = False
    on_the_way: bool = False
    interval_over: bool = False


_TAKEN = Meeting(Truth.YES, "Both are taken.")


def intakes_of(current: Iterable[Exposure], proposed: Iterable[Exposure], catalogue: Catalogue) -> tuple[Taken, ...]:
    """Every intake of a list and of the orders proposed to it."""
    [window] = [fact for fact in catalogue.general_exposures if fact.about == "recent_change"]
    taken = tuple(_taken(exposure, window) for exposure in _distinct(current))
    by_name: dict[str, list[Taken]] = {}
    for one in taken:
        by_name.setdefault(one.exposure.name, []).append(one)
    if len(by_name) < len(taken):
        taken = tuple(_begun_higher(one, by_name[one.exposure.name]) for one in taken)
    return (*taken, *(_ordered(exposure, by_name.get(exposure.name, ())) for exposure in _distinct(proposed)))


def as_one(one: Taken, name: str, catalogue: Catalogue) -> Taken:
    """An intake that may be to several agents, as if it were to one of them: on board as long as that one is."""
    if one.exposure.certain and one.exposure.name == name:
        return one
    member = (catalogue.substances[name],) if name in catalogue.substances else ()
    there = on_board(one.entry, member, catalogue)
    strength = strength_of(name, catalogue)
    exposure = replace(one.exposure, name=name, on_board=there, certain=False, strength=strength, substances=member)
    return replace(one, exposure=exposure)


def _distinct(exposures: Iterable[Exposure]) -> Iterator[Exposure]:
    """Each intake of an agent once, however often the same entry stands in the list; of a class twice, since two may be meant."""
    seen: dict[str, list[Exposure]] = {}
    for one in exposures:
        rows = seen.setdefault(one.name, [])
        twice = len(one.may_be) > 1
        if twice and one not in rows and _SEVERAL.search(one.entry.given.lower()):
            rows.append(one)
            yield one
        if rows.count(one) < 1 + twice:
            rows.append(one)
            yield one


def _begun_higher(one: Taken, rows: Iterable[Taken]) -> Taken:
    """An intake of a drug that stands in several rows: raised where it is new and another row has or may have a lower dose."""
    dose = one.exposure.daily_mg
    lower = [row for row in rows if dose is not None and row is not one and (row.exposure.daily_mg is None or row.exposure.daily_mg < dose)]
    raised = one.new if lower and one.raised is Truth.NO else one.raised
    return one if raised is one.raised else replace(one, raised=raised)


def _taken(exposure: Exposure, window: ExposureFact) -> Taken:
    entry = exposure.entry
    days = window.within_days_of.get(exposure.name, window.within_days or Fraction(0))
    raised = Truth.YES if entry.overdose else within(entry.increased, days, Truth.NO)
    if entry.stopped is not None and not entry.stopped.perhaps_after_now and not entry.prn:
        return Taken(exposure, proposed=False, new=Truth.NO, raised=raised)
    ahead = entry.started is not None and entry.started.perhaps_after_now
    begun = Truth.YES if ahead else within(entry.started, days, Truth.UNKNOWN)
    return Taken(exposure, proposed=False, new=any_of([begun, raised]), raised=raised)


def _ordered(exposure: Exposure, already: Iterable[Taken]) -> Taken:
    """An order: news, unless the same agent is being taken; then as new as that, and raised where its dose is known to be higher."""
    running = [one for one in already if one.entry.stopped is None and not one.entry.stopped_undated and one.exposure.on_board is Truth.YES]
    if not running or exposure.entry.overdose:
        return Taken(exposure, proposed=True, new=Truth.YES, raised=Truth.of(exposure.entry.overdose))
    dose, doses = exposure.daily_mg, [one.exposure.daily_mg for one in running]
    said = dose is not None
    higher = dose is not None and all(before is not None and dose > before for before in doses)
    raised = Truth.YES if higher else any_of([one.raised for one in running] if said and None not in doses else [Truth.UNKNOWN])
    risen = raised if said else Truth.NO  # a renewal without a dose is no news, and quiets nothing
    return Taken(exposure, proposed=True, new=any_of([risen, *(one.new for one in running)]), raised=raised)


def meeting_of(one: Taken, other: Taken, names: tuple[str, str], catalogue: Catalogue, estimate: Estimate) -> Meeting:
    """How two intakes meet.

    A dated pair is judged by the interval between the two alone; where no source gives one, by the clock of what was stopped; an
    unknown state on board counts only where a date is missing or known in part. What is to be stopped is being taken: it counts as
    leaving only where nothing else was stopped, and where it is neither new nor itself the order. `estimate` gives the kinetics of an
    agent in this patient, which can lengthen an interval.
    """
    both = tuple(zip((one, other), names, strict=True))
    if one.date_missing or other.date_missing:
        gone = next(((taken, name) for taken, name in both if _long_gone(taken, name, catalogue)), None)
        return _gone(*gone) if gone else Meeting(Truth.UNKNOWN, " ".join(_missing(one, other, names)))
    dated = [(taken, name) for taken, name in both if taken.entry.stopped is not None and not _only_begins(taken)]
    if not dated:
        return _both_taken(one, other, names)
    past = [pair for pair in dated if not pair[0].stops_ahead]
    if len(past) == 2:
        return _both_stopped(one, other, names)
    leaving, left = past[0] if past else max(dated, key=lambda pair: (pair[0].entry.stopped or _NOW).least)
    starting, started = both[1] if leaving is one else both[0]
    return _after(leaving, starting, (left, started), catalogue, estimate)


def _only_begins(taken: Taken) -> bool:
    """Whether the end of an intake that lies ahead is that of a new course, so that it is not what leaves."""
    return taken.stops_ahead and (taken.proposed or taken.new is not Truth.NO)


def _long_gone(taken: Taken, name: str, catalogue: Catalogue) -> bool:
    """Whether an agent was surely stopped longer ago than any interval asks for, and is not on board."""
    stopped = taken.entry.stopped
    return stopped is not None and taken.exposure.on_board is Truth.NO and stopped.least >= catalogue.longest_waits.get(name, Fraction(0))


def _missing(one: Taken, other: Taken, names: tuple[str, str]) -> Iterator[str]:
    for taken, name in zip((one, other), names, strict=True):
        if taken.date_missing:
            lacking = "stopped" if taken.entry.stopped_undated else "last taken"
            yield f"When {name} was {lacking} is not known."


def _both_taken(one: Taken, other: Taken, names: tuple[str, str]) -> Meeting:
    if not (one.ahead or other.ahead or one.proposed or other.proposed):
        return _TAKEN
    ahead = [name for taken, name in zip((one, other), names, strict=True) if taken.ahead]
    ordered = [name for taken, name in zip((one, other), names, strict=True) if taken.proposed]
    if ahead:
        begun = len({*ahead, *ordered})
        return Meeting(Truth.YES, f"{ahead[0]} is to be started while the other is taken." if begun == 1 else "Both are to be started.")
    if ordered:
        return Meeting(Truth.YES, f"{' and '.join(ordered)} {'are' if len(ordered) > 1 else 'is'} proposed.")
    return _TAKEN


def _both_stopped(one: Taken, other: Taken, names: tuple[str, str]) -> Meeting:
    for taken, name in zip((one, other), names, strict=True):
        exact = taken.entry.stopped is not None and taken.entry.stopped.least == taken.entry.stopped.most
        if taken.exposure.on_board is Truth.NO or (taken.exposure.on_board is Truth.UNKNOWN and exact):
            return _gone(taken, name)
    states = [taken.exposure.on_board for taken in (one, other)]
    sure = states == [Truth.YES, Truth.YES]
    return Meeting(Truth.YES if sure else Truth.UNKNOWN, f"Both were stopped, and both {'are' if sure else 'may be'} on board.")


def _after(leaving: Taken, starting: Taken, names: tuple[str, str], catalogue: Catalogue, estimate: Estimate) -> Meeting:
    """How what was or will be stopped meets what goes on or begins."""
    gap = _gap(leaving.entry, starting.entry)
    rules = rules_between(*names, catalogue)
    acting = acting_of(rules)
    if gap.least < 0:
        return _overlapping(gap, rules, names, catalogue)
    if acting is None or acting.washout.method is Method.NO_INTERVAL:
        return _by_the_clock(leaving, names)
    days, _ = applied(acting, (estimate(names[0]),))
    wanted = days or Fraction(0)
    by = f"{_days(wanted)} ({acting.washout.authority})"
    sources = sources_of(acting.washout.evidence)
    if gap.least >= wanted and leaving.exposure.on_board is Truth.YES:
        says = f"{_when(leaving, starting, gap, names)}, and {names[0]} still acts; the interval is {by}, and it is over."
        return Meeting(Truth.YES, says, sources, interval_over=True)
    if gap.least >= wanted:
        passed = f"{_when(leaving, starting, gap, names)}: the interval is {by}, and it is over."
        return Meeting(
            Truth.NO, passed if wanted else f"{names[1]} may follow {names[0]} without an interval, tapered or at once.", sources
        )
    sure = gap.most < wanted
    what = "too early" if sure else "perhaps too early, since the date is known only in part"
    left = f"{_days(wanted - gap.least)} {'are' if wanted - gap.least != 1 else 'is'} left"
    says = f"{_when(leaving, starting, gap, names)}: {what} for {names[1]}. The interval is {by}, of which {left}."
    return Meeting(Truth.YES if sure else Truth.UNKNOWN, says, sources, washout=True, on_the_way=_provided(rules))


def _when(leaving: Taken, starting: Taken, gap: DaysBefore, names: tuple[str, str]) -> str:
    """When what leaves was last taken: ago, or before the day on which the other is to begin."""
    if starting.ahead:
        return f"{names[0]} is {_ended(leaving)} {_span(gap)} before the planned start of {names[1]}"
    return f"{names[0]} was {_ended(leaving)} {_span(gap)} ago"


def _gap(leaving: MedicationEntry, starting: MedicationEntry) -> DaysBefore:
    """How long after the one is stopped the other is taken, from now on; negative where they overlap.

    What began before now is measured to now: whether the two still meet is the question, not whether they did.
    """
    begins = starting.started if starting.started is not None and starting.started.perhaps_after_now else _NOW
    stopped = leaving.stopped or _NOW
    latest = min(begins.most, Fraction(0))
    return DaysBefore(stopped.least - latest, stopped.most - min(begins.least, latest))


def _overlapping(gap: DaysBefore, rules: Iterable[SwitchRule], names: tuple[str, str], catalogue: Catalogue) -> Meeting:
    provided = _provided(rules) and -gap.least <= catalogue.screening.longest_taper
    sure = gap.most < 0
    says = f"{names[0]} is to be stopped, and {names[1]} is taken {'before' if sure else 'perhaps before'} that: the two overlap."
    return Meeting(Truth.YES if sure else Truth.UNKNOWN, says, on_the_way=provided)


def _provided(rules: Iterable[SwitchRule]) -> bool:
    """Whether a source provides for going from one to the other at once, or with an overlap."""
    return any(rule.washout.method in _OVERLAPPING and not rule.beaten for rule in rules)


def _by_the_clock(leaving: Taken, names: tuple[str, str]) -> Meeting:
    stopped = leaving.entry.stopped or _NOW
    if leaving.exposure.on_board is Truth.YES:
        return Meeting(Truth.YES, f"{names[0]} was {_ended(leaving)} {_span(stopped)} ago, and is still on board.", _clock_sources(leaving))
    if leaving.exposure.on_board is Truth.UNKNOWN and stopped.least < stopped.most:
        return Meeting(
            Truth.UNKNOWN, f"{names[0]} was {_ended(leaving)} {_span(stopped)} ago, and may be on board.", _clock_sources(leaving)
        )
    return _gone(leaving, names[0])


def _gone(leaving: Taken, name: str) -> Meeting:
    stopped = leaving.entry.stopped or _NOW
    state = (
        "no longer on board"
        if leaving.exposure.on_board is Truth.NO
        else "perhaps on board still, and no source was found that gives an interval"
    )
    again = " If it is to be taken again, screen it as proposed." if leaving.entry.prn else ""
    return Meeting(Truth.NO, f"{name} was {_ended(leaving)} {_span(stopped)} ago: {state}.{again}", _clock_sources(leaving))


def _ended(taken: Taken) -> str:
    return "last taken" if taken.entry.prn else "stopped"


def _clock_sources(taken: Taken) -> tuple[str, ...]:
    """What the clock of an agent rests on."""
    for substance in taken.exposure.substances:
        if substance.window is not None:
            return sources_of(substance.window.evidence)
        if substance.half_life is not None:
            return sources_of(substance.half_life.evidence)
    return ()


def _days(number: Fraction) -> str:
    if 0 < number < 1:
        return f"{float(number * 24):.2g} {'hour' if number * 24 == 1 else 'hours'}"
    written = f"{float(number):.3g}" if number < 100 else f"{round(number):,}"
    return f"{written} {'day' if number == 1 else 'days'}"


def _span(when: DaysBefore) -> str:
    return _days(when.least) if when.least == when.most else f"{_days(when.least)} to {_days(when.most)}"
