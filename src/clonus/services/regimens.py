"""What agents do together beyond their pairs, judged by mechanism; one agent in overdose; and orders while toxicity shows."""

from collections.abc import Iterable, Iterator, Sequence

from clonus.catalogue.shelves import Catalogue
from clonus.domain.evidence import sources_of
from clonus.domain.interactions import Combination, Harm, Interaction, RegimenFinding
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth, any_of
from clonus.rules.diagrams import Literals
from clonus.rules.plan import Warned
from clonus.rules.screening import Mechanism, RegimenRule
from clonus.services.exposure import holds_for
from clonus.services.meeting import Taken
from clonus.services.pairs import BIT, WELL_SUPPORTED, Circumstances, acts_locally, is_one, loudness, with_unknown

TOXICITY = "serotonin toxicity"
_BEYOND_PAIRS = 3


def regimens_of(intakes: Sequence[Taken], around: Circumstances, catalogue: Catalogue) -> tuple[RegimenFinding, ...]:
    """What the agents that act raise together, by the rules in data, and each overdose; the loudest first."""
    acting = [one for one in intakes if _acts(one, catalogue)]
    found = [*_together(acting, around, catalogue), *_overdoses(intakes, around, catalogue)]
    return tuple(sorted(found, key=lambda one: (-one.tier.rank, -one.harm.rank, one.id, one.agents)))


def _acts(one: Taken, catalogue: Catalogue) -> bool:
    """Whether an intake is or may be of a described agent that acts now, may do so because of a date, is proposed or is to be begun."""
    stopped = one.entry.stopped
    partly = one.exposure.on_board is Truth.UNKNOWN and stopped is not None and stopped.least < stopped.most
    described = bool(one.exposure.substances) and not acts_locally(one.exposure, catalogue)
    return described and (one.proposed or one.ahead or one.date_missing or partly or one.exposure.on_board is Truth.YES)


def _raises_by(one: Taken, mechanism: Mechanism) -> bool:
    """Whether an intake raises serotonin by a mechanism, or may in a form or dose that is not said; one of a class, if each member does."""
    members = {substance.name for substance in one.exposure.substances}
    if not members <= mechanism.means:
        return False
    return all(holds_for(only, one.exposure) is not Truth.NO for only in mechanism.only if is_one(one.exposure, only.agent))


def _is_agent(one: Taken) -> bool:
    """Whether an intake is to a serotonergic agent, or may be to one."""
    if one.exposure.strength is Strength.UNKNOWN:
        return any(substance.strength.opens_the_gate for substance in one.exposure.substances)
    return one.exposure.strength.opens_the_gate


def _together(acting: Sequence[Taken], around: Circumstances, catalogue: Catalogue) -> Iterator[RegimenFinding]:
    """The worst of the rules that hold for three drugs or more; each that is met beside it says less of the same."""
    knowledge = catalogue.screening
    by_mechanism = {id: {it.exposure.name for it in acting if _raises_by(it, one)} for id, one in knowledge.mechanisms.items() if one.of}
    agents = {one.exposure.name for one in acting if _is_agent(one)}
    true = sum(
        1 << knowledge.acting.numbers[id]
        for id, one in knowledge.mechanisms.items()
        if (len(agents) >= one.agents if one.agents is not None else by_mechanism[id])
    )
    known = true, ((1 << len(knowledge.mechanisms)) - 1) & ~true
    met = [one for one in knowledge.regimens if one.rule.solver.truth(known) is Truth.YES]
    involved = agents.union(*by_mechanism.values())
    if not met or len(involved) < _BEYOND_PAIRS:
        return
    rule = max(met, key=lambda one: one.harm.rank)
    mechanisms = tuple(knowledge.mechanisms[id].name for id, found in by_mechanism.items() if found)
    yield _finding(rule, mechanisms, [one for one in acting if one.exposure.name in involved], around, catalogue)


def _finding(
    rule: RegimenRule, mechanisms: tuple[str, ...], involved: Sequence[Taken], around: Circumstances, catalogue: Catalogue
) -> RegimenFinding:
    proposed = any(one.proposed for one in involved)
    true = BIT[rule.harm.value] | BIT["regimen"] | (BIT["proposed"] | BIT["acts"] if proposed else 0)
    true |= BIT["toxicity"] if around.toxicity else 0
    true |= BIT["well_supported"] if any(one.grade in WELL_SUPPORTED for one in rule.rule.evidence) else 0
    changes = (BIT["new"], any_of([one.new for one in involved])), (BIT["raised"], any_of([one.raised for one in involved]))
    tier, because = loudness(with_unknown(true, *changes), catalogue.screening)
    agents = tuple(sorted({one.exposure.name for one in involved}))
    return RegimenFinding(
        rule.rule.id, mechanisms, agents, rule.harm, tier, rule.rule.says, rule.do, because, sources_of(rule.rule.evidence)
    )


def _overdoses(intakes: Iterable[Taken], around: Circumstances, catalogue: Catalogue) -> Iterator[RegimenFinding]:
    """Each agent in overdose, by what is known of its kind."""
    for one in intakes:
        known = _of_state("overdose", one, catalogue) if one.entry.overdose and one.exposure.on_board is not Truth.NO else None
        if known is not None:
            tier, because = loudness(_state_facts(known, one, around, "overdose"), catalogue.screening)
            mechanisms = tuple(it.name for it in catalogue.screening.mechanisms.values() if one.exposure.name in it.means)
            agents = (one.exposure.name,)
            yield RegimenFinding(known.id, mechanisms, agents, known.harm, tier, known.says, known.do, because, known.sources)


def states_of(intakes: Iterable[Taken], around: Circumstances, catalogue: Catalogue) -> Iterator[Interaction]:
    """Each order that acts on serotonin while toxicity shows, and each that the plan says not to give then."""
    if not around.toxicity:
        return
    for one in (intake for intake in intakes if intake.proposed):
        known, fact = _of_state("toxicity", one, catalogue), "acts"
        if known is None:
            forbidding = (warned for warned in around.warned if _is_forbidden(one, warned, catalogue))
            known, fact = next(map(_as_known, forbidding), None), "advised_against"
        if known is not None:
            tier, because = loudness(_state_facts(known, one, around, fact), catalogue.screening)
            between, given = (one.exposure.name, TOXICITY), (one.entry.given, "")
            certain = one.exposure.certain
            yield Interaction(between, given, known.harm, tier, known.kind, known.says, known, certain, because, known.do, known.sources)


def _is_forbidden(one: Taken, warned: Warned, catalogue: Catalogue) -> bool:
    """Whether a warning names what an intake is or may be to."""
    names = {one.exposure.name, *one.exposure.may_be}
    return any(not warned.forbids.isdisjoint({name, *_classes_of(name, catalogue)}) for name in names)


def _classes_of(name: str, catalogue: Catalogue) -> frozenset[str]:
    return catalogue.substances[name].kinds if name in catalogue.substances else frozenset()


def _as_known(warned: Warned) -> Combination:
    """A warning of the plan as what is known of an agent while toxicity shows."""
    return Combination(
        id=warned.rule.id,
        kind="other",
        one=tuple(sorted(warned.forbids)),
        other=(),
        harm=Harm.MAJOR,
        mechanism="",
        onset="",
        says=f"Signs of serotonin toxicity show now. {warned.rule.says}",
        do=f"{warned.name}. What may be given in its place stands in the plan of its assessment.",
        instead=(),
        only=(),
        eased_by=frozenset(),
        state="toxicity",
        rate=None,
        disputed=(),
        evidence=warned.rule.evidence,
        review=warned.review,
    )


def _of_state(state: str, one: Taken, catalogue: Catalogue) -> Combination | None:
    """The closest statement about an agent in a state; one that may be anything is judged as an agent that may act."""
    names = {one.exposure.name, *one.exposure.may_be, *(it.name for it in one.exposure.substances)}
    about = [it for it in catalogue.screening.combinations if it.state == state and names & it.ones]
    if one.exposure.strength is Strength.NONE and not any(one.exposure.name in it.one for it in about):
        return None
    return min(about, key=lambda it: (one.exposure.name not in it.one, len(it.ones)), default=None)


def _state_facts(known: Combination, one: Taken, around: Circumstances, fact: str) -> Literals:
    true = BIT[known.harm.value] | BIT[fact] | BIT["new"] | (BIT["proposed"] if one.proposed else 0)
    true |= BIT["well_supported"] if known.grade in WELL_SUPPORTED else 0
    return with_unknown(true | (BIT["toxicity"] if around.toxicity else 0), (BIT["raised"], one.raised))
