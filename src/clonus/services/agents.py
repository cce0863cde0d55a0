"""Agents side by side: half-lives, steady state and clearance, enzymes, affinities, frequencies, reports and doses."""

from collections.abc import Iterable
from fractions import Fraction

from clonus.catalogue.shelves import Catalogue
from clonus.domain.agents import AgentSheet, HalfLifeOf, Range
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.substances import Substance
from clonus.services.clock import HALF_LIVES, window_of
from clonus.services.kinetics import moieties_of
from clonus.services.switching import acting_of, agents_of, rules_between

SSRIS = ("fluoxetine", "sertraline", "paroxetine", "citalopram", "escitalopram", "fluvoxamine", "dapoxetine")
_HOURS = 24
_MAOI = "phenelzine"


def sheets(named: Iterable[str], catalogue: Catalogue) -> tuple[AgentSheet, ...]:
    """The SSRIs and any others named, a sheet each; the order ranks nothing.

    Raises:
        InputRefused: if a text does not name one agent that an entry describes.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> [one.name for one in sheets(["Effexor"], open_catalogue())][-2:]
        ['dapoxetine', 'venlafaxine']
    """
    names = [*SSRIS, *(name for text in named for name in agents_of(text, catalogue))]
    for name in names:
        if name not in catalogue.substances:
            raise InputRefused(Fault(Place(), f"{name} is known by name alone: no entry describes it, so there is nothing to compare."))
    return tuple(_sheet(catalogue.substances[name], catalogue) for name in dict.fromkeys(names))


def _sheet(substance: Substance, catalogue: Catalogue) -> AgentSheet:
    window = window_of(substance, catalogue)
    slowest = [] if substance.irreversible else [one.half_life for one in moieties_of(substance)]
    longest = max(slowest, key=lambda one: one.central, default=None)
    acting = acting_of(rules_between(substance.name, _MAOI, catalogue))
    return AgentSheet(
        name=substance.name,
        strength=substance.strength.value,
        half_lives=_half_lives(substance),
        five_half_lives=Range(longest.low * HALF_LIVES / _HOURS, longest.high * HALF_LIVES / _HOURS) if longest else None,
        accumulation=_accumulation(substance),
        on_board=Range(window.there_days, window.gone_days),
        wait=(acting.washout.days, acting.washout.authority) if acting else None,
        kinetics=catalogue.kinetics.get(substance.name),
        profile=catalogue.profiles.get(substance.name),
        doses=catalogue.dosing.doses.get(substance.name, ()),
    )


def _half_lives(substance: Substance) -> tuple[HalfLifeOf, ...]:
    parent = substance.half_life
    first = HalfLifeOf(substance.name, parent.low, parent.high, parent.evidence) if parent else HalfLifeOf(substance.name, None, None, ())
    others = (
        HalfLifeOf(one.name, one.half_life.low if one.half_life else None, one.half_life.high if one.half_life else None, one.evidence)
        for one in substance.metabolites
    )
    return (first, *others)


def _accumulation(substance: Substance) -> Range | None:
    """How many times the first dose's amount one dose a day adds up to: 1 / (1 - 2^(-24 h / half-life))."""
    half_life = substance.half_life
    if half_life is None or substance.irreversible or half_life.low <= 0:
        return None
    low, high = (1 / (1 - 2 ** (-_HOURS / float(hours))) for hours in (half_life.low, half_life.high))
    return Range(Fraction(round(low * 100), 100), Fraction(round(high * 100), 100))
