"""Going from one agent to another: the rule that acts, the other rules, the kinetic estimate, and what to know besides."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Recognition
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.evidence import Grade
from clonus.domain.record import PatientRecord
from clonus.domain.substances import Strength
from clonus.domain.switching import KineticEstimate, Switch, SwitchRemark, SwitchRule
from clonus.domain.truth import Truth
from clonus.services.exposure import history_of
from clonus.services.kinetics import NOBODY, estimate_of
from clonus.services.reconcile import entry_of, reconcile, spelled, strength_of
from clonus.services.sentence import CORRECTED

_ORGANS = {"hepatic_impairment": ("liver", "cirrho", "hepat", "child-pugh"), "renal_impairment": ("kidney", "renal", "dialysis", "ckd")}
_ALSO = {"gb": "uk", "usa": "us"}


def switch(leaving: str, starting: str, catalogue: Catalogue, *, authority: str = "", patient: PatientRecord = NOBODY) -> Switch:
    """When an agent may follow another, in days from the last dose to the first.

    Args:
        leaving: the agent that is stopped, as anybody writes it.
        starting: the agent that is to follow.
        catalogue: the knowledge to apply.
        authority: the site's own, such as US or UK; it acts where it has a statement of its own.
        patient: whose age, conditions, phenotypes and other medications may lengthen the kinetic estimate.

    Raises:
        InputRefused: if a text does not name one agent, or no authority is called so.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> switch("Prozac", "Nardil", open_catalogue()).days
        Fraction(35, 1)
    """
    left, started, read_as = _read_both(leaving, starting, catalogue)
    wanted = _authority(authority, catalogue)
    pairs = {(one, other): rules_between(one, other, catalogue) for one in left for other in started}
    acting, kinetics = _longest(pairs.values(), wanted), tuple(estimate_of(name, catalogue, patient) for name in left)
    days, lengthened = applied(acting, kinetics)
    return Switch(
        leaving=left,
        starting=started,
        authority=wanted,
        acting=acting,
        days=days,
        lengthened=lengthened,
        rules=tuple(sorted((rule for found in pairs.values() for rule in found), key=_order)),
        kinetics=kinetics,
        emergency=remarks_between("emergency", left, started, catalogue),
        watch_for=remarks_between("watch", left, started, catalogue),
        guarded=_guarded(left, started, catalogue),
        unanswered=tuple(pair for pair, found in pairs.items() if acting and not found and _may_act(pair, catalogue)),
        read_as=read_as,
        also_on_board=_also_on_board(left, patient, catalogue),
        unused=_unused(patient),
    )


def _also_on_board(left: Iterable[str], patient: PatientRecord, catalogue: Catalogue) -> tuple[str, ...]:
    """What else of the patient's list may act on serotonin and may be on board."""
    exposures = history_of(patient, catalogue).exposures or ()
    acting = (one.name for one in exposures if one.strength is not Strength.NONE and one.on_board is not Truth.NO)
    return tuple(name for name in dict.fromkeys(acting) if name not in left)


def _may_act(pair: Iterable[str], catalogue: Catalogue) -> bool:
    """Whether both of a pair may act on serotonin: a part of a combination that does not needs no interval of its own."""
    return all(strength_of(name, catalogue) is not Strength.NONE for name in pair)


def _guarded(left: Iterable[str], started: Iterable[str], catalogue: Catalogue) -> bool:
    """Whether the interval keeps from toxicity, by the catalogue; an agent whose action nobody has judged may inhibit MAO too."""
    unjudged = any(name in catalogue.names.unjudged for name in (*left, *started))
    return unjudged or bool(remarks_between("guard", left, started, catalogue))


def _unused(patient: PatientRecord) -> tuple[str, ...]:
    """What the patient's conditions say of kidneys or liver in words that are not used, each with the word that is."""
    told = []
    for condition in patient.patient.conditions:
        for word, hints in _ORGANS.items():
            if condition != word and any(hint in condition.lower() for hint in hints):
                told.append(f"`{condition[:60]}` was not used: write `{word}` where that is meant.")
    return tuple(told)


def _read_both(leaving: str, starting: str, catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The ingredients at both ends, and what to know of how they were read."""
    (left, of_leaving), (started, of_starting) = _read_agent(leaving, catalogue), _read_agent(starting, catalogue)
    shared = sorted(set(left) & set(started))
    if shared:
        raise InputRefused(Fault(Place(), f"both name {' and '.join(shared)}: name two different agents."))
    return left, started, tuple(filter(None, (of_leaving, of_starting)))


def applied(acting: SwitchRule | None, kinetics: Iterable[KineticEstimate]) -> tuple[Fraction | None, bool]:
    """The days of the rule, or of an estimate that a factor of this patient makes longer; a rule of 0 days is never lengthened."""
    if acting is None:
        return None, False
    slower = max((one.span.central for one in kinetics if one.span is not None and one.factors), default=Fraction(0))
    days = acting.washout.days
    return (Fraction(ceil(slower)), True) if 0 < days < slower else (days, False)


def _authority(text: str, catalogue: Catalogue) -> str:
    known = {one.lower(): one for one in sorted({one.authority for one in catalogue.washouts})}
    asked = text.strip().lower()
    wanted = known.get(_ALSO.get(asked, asked), "")
    if text.strip() and not wanted:
        nearest = f": it is one of {', '.join(one for one in known.values() if one != 'other')}."
        raise InputRefused(Fault(Place(), f"no authority is called `{text[:40]}`{nearest}"))
    return wanted


def agents_of(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The ingredients of the one agent that a text names, brands, codes (`rxcui 4493`) and misspellings included.

    Raises:
        InputRefused: if it names none, a class, several, or what could be several.
    """
    return _read_agent(text, catalogue)[0]


def _read_agent(text: str, catalogue: Catalogue) -> tuple[tuple[str, ...], str]:
    """The ingredients, and a sentence where the spelling was corrected."""
    readings, given = reconcile([entry_of(text)], catalogue), f"`{' '.join(text.split())[:60]}`"
    combined = len(readings) > 1 and "/" in text and all(reading.status is Recognition.RECOGNIZED for reading in readings)
    if len(readings) != 1 and not combined:
        raise InputRefused(Fault(Place(), f"{given} names several drugs: name one agent to leave and one to start."))
    for reading in readings:
        meant = " or ".join(dict.fromkeys(spelled(meaning) for meaning in reading.meanings))
        if reading.status is Recognition.UNRECOGNIZED:
            raise InputRefused(Fault(Place(), f"{given} is not a drug that is known here: check its spelling, or give the ingredient."))
        if reading.status is Recognition.AMBIGUOUS:
            raise InputRefused(Fault(Place(), f"{given} may mean {meant}: write the one that is meant."))
        if drug_class := reading.meanings[0].drug_class:
            members = ", ".join(member.name for member in catalogue.members[drug_class][:6])
            raise InputRefused(Fault(Place(), f"{given} names a class, and its members differ: name one, such as {members}."))
    names = tuple(name for reading in readings for name in reading.meanings[0].ingredients)
    corrected = any(reading.how == CORRECTED for reading in readings)
    return names, f"{given} was read as {' / '.join(names)}: check that this is meant." if corrected else ""


def rules_between(leaving: str, starting: str, catalogue: Catalogue) -> list[SwitchRule]:
    """Every statement about a pair, those marked that a more specific one of the same authority beats; kept for the next time."""
    found = catalogue.kept_switches.get((leaving, starting))
    if found is None:
        bearing = [one for one in catalogue.washouts if one.is_about(leaving, starting)]
        found = [SwitchRule(one, any(other.beats(one, leaving, starting) for other in bearing)) for one in bearing]
        catalogue.kept_switches[leaving, starting] = found
    return found


def acting_of(rules: Sequence[SwitchRule], authority: str = "") -> SwitchRule | None:
    """The rule that acts: the longest that nothing beats, of the site's authority where it has one."""
    standing = [rule for rule in rules if not rule.beaten]
    own = [rule for rule in standing if rule.washout.authority == authority]
    return max(own or standing, key=_weight, default=None)


def _longest(pairs: Iterable[Sequence[SwitchRule]], authority: str) -> SwitchRule | None:
    """Of a combination the rule of the pair that asks for most, so that no part of it is started or left too early."""
    return max((rule for rules in pairs if (rule := acting_of(rules, authority)) is not None), key=_weight, default=None)


def _weight(rule: SwitchRule) -> tuple[Fraction, int, str]:
    """The longer first; of two that are as long the better supported one."""
    grades = [list(Grade).index(one.grade) for one in rule.washout.evidence]
    return rule.washout.days, -min(grades, default=9), rule.washout.name


def _order(rule: SwitchRule) -> tuple[bool, Fraction, str]:
    return rule.beaten, -rule.washout.days, rule.washout.name


def remarks_between(kind: str, left: Iterable[str], started: Iterable[str], catalogue: Catalogue) -> tuple[SwitchRemark, ...]:
    """The remarks of a kind on going from some agents to others; of emergencies those alone that name what is left, where there are any."""

    def bears(words: tuple[str, ...], means: frozenset[str], names: Iterable[str]) -> bool:
        return not words or bool(means & set(names))

    bearing = [
        one
        for one in catalogue.switch_remarks
        if one.kind == kind and bears(one.leaving, one.leaves, left) and bears(one.starting, one.starts, started)
    ]
    specific = [one for one in bearing if one.leaving]
    return tuple(specific or bearing) if kind == "emergency" else tuple(bearing)
