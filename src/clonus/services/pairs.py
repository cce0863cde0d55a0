"""What is known of a pair of agents that meet, how loud it is for this patient, and why a pair is not raised."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from clonus.catalogue.shelves import Catalogue
from clonus.domain.evidence import Grade, sources_of
from clonus.domain.interactions import Combination, Harm, Interaction, NotRaised, OnlyFor, Tier
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth, any_of
from clonus.rules.diagrams import Literals
from clonus.rules.screening import MEETING, ScreeningKnowledge
from clonus.services.exposure import Exposure
from clonus.services.meeting import Meeting, Taken
from clonus.services.switching import remarks_between

_BIT = {fact: 1 << number for number, fact in enumerate(MEETING)}
_SUPPORTED = (Grade.A, Grade.B, Grade.C)
_MILLIGRAMS = re.compile(r"(\d+(?:\.\d+)?)\s*mg\b")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What of a record makes alerts louder or quieter: tolerated pairs, the setting, what is monitored, and whether toxicity shows now."""

    tolerated: frozenset[frozenset[str]]
    setting: str
    monitored: frozenset[str]
    toxicity: Truth


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two intakes, the agents that they are or may be to, and how they meet."""

    pair: tuple[Taken, Taken]
    names: tuple[str, str]
    meeting: Meeting

    def exposure_to(self, agent: str) -> Exposure:
        """The intake of one of the two agents."""
        return self.pair[self.names.index(agent)].exposure


def bearing_on(one: str, other: str, knowledge: ScreeningKnowledge) -> tuple[Combination, ...]:
    """Of each kind the statements that speak most closely of a pair, the worst first; kept for the next time."""
    key = (one, other) if one < other else (other, one)
    found = knowledge.bearing.get(key)
    if found is None:
        about = [it for it in knowledge.combinations if not it.state and it.is_about(*key)]
        closest = [it for it in about if not any(rival.beats(it, *key) and not rival.is_limited(*key) for rival in about)]
        found = tuple(sorted(closest, key=lambda it: (-it.harm.rank, it.kind, it.id)))
        knowledge.bearing[key] = found
    return found


def names_of(exposure: Exposure, catalogue: Catalogue) -> tuple[str, ...]:
    """The agents that an intake may be to: one, or several where a class or an unclear name stands there; none that is not described."""
    if exposure.certain and (exposure.name in catalogue.substances or exposure.name in catalogue.screening.spoken_of):
        return (exposure.name,)
    return tuple(substance.name for substance in exposure.substances)


def acts_locally(exposure: Exposure, catalogue: Catalogue) -> bool:
    """Whether an agent is taken in a form in which it does not act on serotonin, though it does in others."""
    known = catalogue.substances.get(exposure.name)
    return known is not None and exposure.certain and exposure.strength is Strength.NONE and known.strength is not Strength.NONE


def interactions_of(encounter: Encounter, around: Circumstances, catalogue: Catalogue) -> Iterator[Interaction]:
    """What a pair that meets raises: of each kind the worst statement that may hold."""
    kinds: set[str] = set()
    for known, holds in _holding(encounter, catalogue):
        if known.harm is not Harm.NONE and known.kind not in kinds:
            kinds.add(known.kind)
            loud = loudness(_facts(known, encounter, around), catalogue.screening)
            yield _interaction(known, encounter, holds, loud, catalogue)


def _holding(encounter: Encounter, catalogue: Catalogue) -> list[tuple[Combination, Truth]]:
    """The statements that hold or may hold for an encounter; one that is limited beats others only where it surely holds."""
    found = [(known, _all_hold(known, encounter)) for known in bearing_on(*encounter.names, catalogue.screening)]
    sure = [known for known, holds in found if holds is Truth.YES and known.is_limited(*encounter.names)]
    return [
        (known, holds)
        for known, holds in found
        if holds is not Truth.NO and not any(rival.beats(known, *encounter.names) for rival in sure)
    ]


def _interaction(
    known: Combination, encounter: Encounter, holds: Truth, loud: tuple[Tier, tuple[str, ...]], catalogue: Catalogue
) -> Interaction:
    names, meeting, pair = encounter.names, encounter.meeting, encounter.pair
    limits = [one.agent for one in known.only if one.agent in names and holds is not Truth.YES]
    unclear = f"It depends on the dose or the form of {' and '.join(limits)}, which is not said." if limits else ""
    named = [f"If `{one.entry.given}` is {name}:" for one, name in zip(pair, names, strict=True) if not one.exposure.certain]
    emergency = tuple(one for way in (names, names[::-1]) for one in remarks_between("emergency", way[:1], way[1:], catalogue))
    cited = (*known.sources, *meeting.sources, *(source for one in emergency for source in sources_of(one.evidence)))
    return Interaction(
        between=names,
        given=(pair[0].entry.given, pair[1].entry.given),
        harm=known.harm,
        tier=loud[0],
        kind="washout" if meeting.washout and known.kind == "serotonergic" else known.kind,
        says=" ".join(filter(None, (*named, meeting.says, known.says, unclear))),
        known=known,
        certain=meeting.meets is holds is Truth.YES and not named,
        because=loud[1],
        do=" ".join((known.do, *(one.says for one in emergency))),
        sources=tuple(dict.fromkeys(cited)),
        proposed=pair[0].proposed or pair[1].proposed,
    )


def _all_hold(known: Combination, encounter: Encounter) -> Truth:
    """Whether all that a statement is limited to is so."""
    truths = [_holds(only, encounter) for only in known.only if only.agent in encounter.names]
    if Truth.NO in truths:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.YES


def _holds(only: OnlyFor, encounter: Encounter) -> Truth:
    """Whether an agent is of the form, the daily dose or the strength to which a statement is limited."""
    exposure = encounter.exposure_to(only.agent)
    if only.strength is not None:
        return Truth.of(exposure.strength is only.strength if exposure.certain else None)
    said = f"{exposure.entry.given} {exposure.entry.route}".lower()
    if any(form in said for form in only.forms):
        return Truth.YES
    written = [Fraction(dose) for dose in _MILLIGRAMS.findall(f"{exposure.entry.dose} {exposure.entry.given}".lower())]
    dose = exposure.daily_mg or max(written, default=None)
    if only.above_mg is not None:
        over = True if exposure.entry.overdose else None if dose is None else dose > only.above_mg
        return Truth.of(over)
    if only.at_most_mg is not None:
        return Truth.of(None if dose is None else dose <= only.at_most_mg and not exposure.entry.overdose)
    return Truth.NO if exposure.entry.route or dose is not None else Truth.UNKNOWN


def _facts(known: Combination, encounter: Encounter, around: Circumstances) -> Mapping[str, Truth]:
    proposed = [one for one in encounter.pair if one.proposed]
    acting = [one for one in proposed if one.exposure.strength is not Strength.NONE and known.kind == "serotonergic"]
    eased = around.setting in known.eased_by or ("monitored" in known.eased_by and bool(around.monitored & set(encounter.names)))
    return {
        known.harm.value: Truth.YES,
        "well_supported": Truth.of(known.grade in _SUPPORTED),
        "new": any_of([one.new for one in encounter.pair]),
        "raised": any_of([one.raised for one in encounter.pair]),
        "proposed": Truth.of(bool(proposed)),
        "acts": Truth.of(bool(acting)),
        "toxicity": around.toxicity,
        "tolerated": Truth.of(frozenset(encounter.names) in around.tolerated),
        "eased": Truth.of(eased),
        "cross_taper": Truth.of(encounter.meeting.cross_taper),
    }


def loudness(facts: Mapping[str, Truth], knowledge: ScreeningKnowledge) -> tuple[Tier, tuple[str, ...]]:
    """The tier of what is raised, by the rules in data, and what gave it: what is not known may raise it, and never lowers it.

    A fact that is left out is taken as no.
    """
    true = false = 0
    for fact, bit in _BIT.items():
        truth = facts.get(fact, Truth.NO)
        if truth is Truth.YES:
            true |= bit
        elif truth is Truth.NO:
            false |= bit
    if (true, false) not in knowledge.judged:
        knowledge.judged[true, false] = _judged((true, false), knowledge)
    return knowledge.judged[true, false]


def _judged(known: Literals, knowledge: ScreeningKnowledge) -> tuple[Tier, tuple[str, ...]]:
    raising = [(one.tier, one.rule) for one in knowledge.loudness if one.tier and one.rule.solver.truth(known) is not Truth.NO]
    tier = max((tier for tier, _ in raising), key=lambda tier: tier.rank, default=Tier.RECORDED)
    because = [rule.says for given, rule in raising if given is tier]
    lowering = [one.rule.says for one in knowledge.loudness if not one.tier and one.rule.solver.truth(known) is Truth.YES]
    if lowering and tier is not Tier.RECORDED:
        return tier.lower, (*because, *lowering)
    return tier, tuple(because)


def why_not(encounter: Encounter, catalogue: Catalogue) -> NotRaised:
    """Why a pair that was considered is not raised: it does not meet, it is of another form or dose, or a statement says why."""
    names = encounter.names
    for name in names:
        if acts_locally(encounter.exposure_to(name), catalogue):
            forms = catalogue.substances[name].forms
            return NotRaised(names, f"{name} acts locally in this form. {forms[0].basis}", sources_of(forms[0].evidence))
    if encounter.meeting.meets is Truth.NO:
        return NotRaised(names, encounter.meeting.says, encounter.meeting.sources)
    found = bearing_on(*names, catalogue.screening)
    if found:
        limited = [limit.agent for one in found if one.harm is not Harm.NONE for limit in one.only if limit.agent in names]
        says = f"Raised for other doses or forms of {limited[0]} alone." if limited else found[0].says
        return NotRaised(names, says, found[0].sources)
    inert = [one for one in (catalogue.substances[name] for name in names) if one.strength is Strength.NONE]
    says = " ".join(f"{one.name} is not counted as serotonergic: {one.basis}" for one in inert)
    return NotRaised(names, says, sources_of(cited for one in inert for cited in one.strength_evidence))
