"""What is known of a pair of agents that meet, how loud it is for this patient, and why a pair is not raised."""

from dataclasses import dataclass

from clonus.catalogue.shelves import Catalogue
from clonus.domain.evidence import Grade, sources_of
from clonus.domain.interactions import Combination, Harm, Interaction, NotRaised, Tier
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth, any_of
from clonus.rules.diagrams import Literals
from clonus.rules.plan import Warned
from clonus.rules.screening import MEETING, AboutPair, Loudness, ScreeningKnowledge
from clonus.services.exposure import Exposure, holds_for
from clonus.services.meeting import Meeting, Taken
from clonus.services.switching import remarks_between

ACUTE = ("emergency", "operating_room")
IN_TOXICITY = (
    "Signs that may be serotonin toxicity show now: assess before the next dose of either. "
    "Where the signs call for it, the plan of the assessment says what to stop, to hold and to give."
)
WELL_SUPPORTED = (Grade.A, Grade.B, Grade.C)
BIT = {fact: 1 << number for number, fact in enumerate(MEETING)}
_ALL = (1 << len(MEETING)) - 1
_SUPPORTED, _NEW, _RAISED, _PROPOSED, _ACTS = (BIT[fact] for fact in ("well_supported", "new", "raised", "proposed", "acts"))
_TOXICITY, _TOLERATED, _EASED, _ON_THE_WAY = (BIT[fact] for fact in ("toxicity", "tolerated", "eased", "on_the_way"))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What of a record makes alerts louder or quieter: tolerated pairs, the setting, what is monitored, and whether toxicity shows now.

    `warned` are the warnings of the plan that stand while it shows.
    """

    tolerated: frozenset[frozenset[str]]
    setting: str
    monitored: frozenset[str]
    toxicity: bool
    warned: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two intakes, the agents that they are or may be to, and how they meet."""

    pair: tuple[Taken, Taken]
    names: tuple[str, str]
    meeting: Meeting

    @property
    def unclear(self) -> tuple[tuple[Taken, str], ...]:
        """The intakes that may be to the agents in question, and to others: of a class, or of a name that is not clear."""
        return tuple((one, name) for one, name in zip(self.pair, self.names, strict=True) if not is_one(one.exposure, name))

    def exposure_to(self, agent: str) -> Exposure:
        """The intake of one of the two agents."""
        return self.pair[self.names.index(agent)].exposure


def about(one: str, other: str, catalogue: Catalogue) -> AboutPair:
    """What is known of a pair whatever the patient: of each kind the statements that speak most closely of it; kept for the next time."""
    key = (one, other)
    found = catalogue.screening.pairs.get(key)
    if found is None:
        found = catalogue.screening.pairs[key] = _about(key, catalogue)
    return found


def _about(names: tuple[str, str], catalogue: Catalogue) -> AboutPair:
    speaking = [it for it in catalogue.screening.combinations if not it.state and it.is_about(*names)]
    closest = [it for it in speaking if not any(rival.beats(it, *names) and not rival.is_limited(*names) for rival in speaking)]
    specific = [it for it in closest if not (it.is_general or it.is_limited(*names) or it.kind == "kinetic")]
    told = max((it.harm.rank for it in specific), default=-1)
    closest = [it for it in closest if not it.is_general or it.harm.rank > told]
    described = [catalogue.substances[name] for name in names if name in catalogue.substances]
    inert = [one for one in described if one.strength is Strength.NONE]
    return AboutPair(
        known=tuple(sorted(closest, key=lambda it: (-it.harm.rank, it.kind, it.id))),
        limited=any(it.is_limited(*names) for it in closest),
        considered=bool(closest) or (len(described) == 2 and len(inert) < 2),
        emergency=tuple(one for way in (names, names[::-1]) for one in remarks_between("emergency", way[:1], way[1:], catalogue)),
        inert=NotRaised(
            between=names,
            why=" ".join(f"{one.name} is not counted as serotonergic: {one.basis}" for one in inert),
            sources=sources_of(cited for one in inert for cited in one.strength_evidence),
        ),
    )


def names_of(exposure: Exposure, catalogue: Catalogue) -> tuple[str, ...]:
    """The agents that an intake may be to: one, or several where a class or an unclear name stands there; none that is not described."""
    if exposure.certain and (exposure.name in catalogue.substances or exposure.name in catalogue.screening.spoken_of):
        return (exposure.name,)
    return exposure.may_be


def is_one(exposure: Exposure, name: str) -> bool:
    """Whether an intake is surely to this agent, and not to a class or an unclear name that may mean it."""
    return exposure.certain and exposure.name == name


def acts_locally(exposure: Exposure, catalogue: Catalogue) -> bool:
    """Whether an agent is taken in a form in which it does not act on serotonin, though it does in others."""
    known = catalogue.substances.get(exposure.name)
    return known is not None and exposure.certain and exposure.strength is Strength.NONE and known.strength is not Strength.NONE


def interactions_of(encounter: Encounter, around: Circumstances, catalogue: Catalogue) -> list[Interaction]:
    """What a pair that meets raises: of each kind the worst statement that may hold."""
    told = about(*encounter.names, catalogue)
    found = _holding(encounter, told) if told.limited else [(known, Truth.YES) for known in told.known]
    raised: dict[str, Interaction] = {}
    for known, holds in found:
        if known.harm is not Harm.NONE and known.kind not in raised and not _settled(known, encounter):
            loud = loudness(_facts(known, encounter, around), catalogue.screening)
            raised[known.kind] = _interaction(known, encounter, holds, loud, _advice(known, told, around))
    return list(raised.values())


def _settled(known: Combination, encounter: Encounter) -> bool:
    """Whether the interval is what a pair waits for, and it is over."""
    return encounter.meeting.interval_over and known.harm is Harm.CONTRAINDICATED and known.kind == "serotonergic"


def _holding(encounter: Encounter, told: AboutPair) -> list[tuple[Combination, Truth]]:
    """The statements that hold or may hold for an encounter.

    One that is limited beats others only where it surely holds, and none that is worse, save what is said of all agents: so that no
    dose makes a pair harmless that another statement calls harmful.
    """
    found = [(known, _all_hold(known, encounter)) for known in told.known]
    sure = [known for known, holds in found if holds is Truth.YES and known.is_limited(*encounter.names)]
    return [
        (known, holds)
        for known, holds in found
        if holds is not Truth.NO
        and not any((known.is_general or known.harm.rank <= rival.harm.rank) and rival.beats(known, *encounter.names) for rival in sure)
    ]


def _advice(known: Combination, told: AboutPair, around: Circumstances) -> tuple[str, tuple[str, ...]]:
    """What to do, and what that rests on besides: while toxicity shows, nothing that would have the two go on."""
    if around.toxicity:
        return (IN_TOXICITY if known.harm is not Harm.CONTRAINDICATED else f"{IN_TOXICITY} {known.do}"), ()
    if not told.emergency:
        return known.do, ()
    said = (told.emergency[0].says, known.do) if around.setting in ACUTE else (known.do, told.emergency[0].says)
    return " ".join(said), sources_of(told.emergency[0].evidence)


def _interaction(
    known: Combination, encounter: Encounter, holds: Truth, loud: Loudness, advice: tuple[str, tuple[str, ...]]
) -> Interaction:
    names, meeting, (one, other) = encounter.names, encounter.meeting, encounter.pair
    plain = holds is Truth.YES and encounter.unclear == ()
    certain = plain and meeting.meets is Truth.YES
    says = f"{meeting.says} {known.says}" if plain else _doubtful(known, encounter, holds)
    cited = (*known.sources, *meeting.sources, *advice[1])
    return Interaction(
        between=names,
        given=(one.entry.given, other.entry.given),
        harm=known.harm,
        tier=loud[0],
        kind="washout" if meeting.washout and known.kind == "serotonergic" else known.kind,
        says=says,
        known=known,
        certain=certain,
        because=loud[1],
        do=advice[0],
        sources=known.sources if len(cited) == len(known.sources) else tuple(dict.fromkeys(cited)),
    )


def _doubtful(known: Combination, encounter: Encounter, holds: Truth) -> str:
    """What is said where a name, a dose or a form that is not known decides."""
    named = [f"If `{it.entry.given}` is {name}, for one:" for it, name in encounter.unclear]
    limits = [it.agent for it in known.only if it.agent in encounter.names] if holds is not Truth.YES else []
    unclear = f"It depends on the dose or the form of {' and '.join(limits)}, which is not said." if limits else ""
    return " ".join(filter(None, (*named, encounter.meeting.says, known.says, unclear)))


def _all_hold(known: Combination, encounter: Encounter) -> Truth:
    """Whether all that a statement is limited to is so."""
    truths = [holds_for(only, encounter.exposure_to(only.agent)) for only in known.only if only.agent in encounter.names]
    if Truth.NO in truths:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.YES


def _facts(known: Combination, encounter: Encounter, around: Circumstances) -> Literals:
    """What a rule of loudness may ask of an encounter, as the facts known true and those known false."""
    one, other = encounter.pair
    true = BIT[known.harm.value] | (_SUPPORTED if known.grade in WELL_SUPPORTED else 0)
    if one.proposed or other.proposed:
        acts = (
            known.kind == "serotonergic"
            and known.harm.rank > Harm.MINOR.rank
            and any(it.proposed and it.exposure.strength is not Strength.NONE for it in encounter.pair)
        )
        true |= _PROPOSED | (_ACTS if acts else 0)
    if around.toxicity:
        true |= _TOXICITY
    if encounter.meeting.on_the_way:
        true |= _ON_THE_WAY
    if encounter.meeting.interval_over:
        true |= BIT["interval_over"]
    if around.tolerated and frozenset(encounter.names) in around.tolerated:
        true |= _TOLERATED
    if known.eased_by and (
        around.setting in known.eased_by or ("monitored" in known.eased_by and not around.monitored.isdisjoint(encounter.names))
    ):
        true |= _EASED
    return with_unknown(true, (_NEW, any_of([one.new, other.new])), (_RAISED, any_of([one.raised, other.raised])))


def with_unknown(true: int, *truths: tuple[int, Truth]) -> Literals:
    """The facts known true and those known false, of which all are that are neither true nor among those unknown."""
    unknown = 0
    for bit, truth in truths:
        if truth is Truth.YES:
            true |= bit
        elif truth is Truth.UNKNOWN:
            unknown |= bit
    return true, _ALL & ~true & ~unknown


def loudness(known: Literals, knowledge: ScreeningKnowledge) -> Loudness:
    """The tier of what is raised, by the rules in data, and what gave it: what is not known may raise it, and never lowers it."""
    found = knowledge.judged.get(known)
    if found is None:
        found = knowledge.judged[known] = _judged(known, knowledge)
    return found


def _judged(known: Literals, knowledge: ScreeningKnowledge) -> Loudness:
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
    if encounter.meeting.meets is Truth.NO or encounter.meeting.interval_over:
        return NotRaised(names, encounter.meeting.says, encounter.meeting.sources)
    told = about(*names, catalogue)
    if told.known:
        limited = [limit.agent for one in told.known if one.harm is not Harm.NONE for limit in one.only if limit.agent in names]
        says = f"Raised for other doses or forms of {limited[0]} alone." if limited else told.known[0].says
        return NotRaised(names, says, told.known[0].sources)
    return told.inert
