"""The Catalogue: all knowledge, loaded and checked, with what is often asked of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from clonus.catalogue.entries import BUILT_IN_SOURCES
from clonus.catalogue.names import NameIndex
from clonus.catalogue.reader import Node
from clonus.catalogue.reviews import SiteReview
from clonus.catalogue.rules import Axiom
from clonus.domain.agents import Kinetics, LabelDosing, Profile
from clonus.domain.errors import Fault, KnowledgeBroken, NotFound, Place, did_you_mean
from clonus.domain.evidence import Source
from clonus.domain.findings import ExaminationPart, Finding, Measurement
from clonus.domain.plan import Contact
from clonus.domain.substances import DrugClass, Substance
from clonus.domain.switching import SwitchRemark, SwitchRule, Washout
from clonus.domain.truth import KnownFact, Truth
from clonus.rules.axioms import Theory
from clonus.rules.condition import Condition, Level
from clonus.rules.criterion import Criterion, StatedRule
from clonus.rules.facts import DefinedFact, ExposureFact, FactDefinition, FindingFact, HighestFact
from clonus.rules.handout import LeafletKnowledge
from clonus.rules.known import Conclusion, KnownFacts, by_kind
from clonus.rules.plan import PlanKnowledge
from clonus.rules.properties import Property
from clonus.rules.screening import RiskFactor, ScreeningKnowledge
from clonus.rules.solve import Solver
from clonus.rules.topic import Topic


@dataclass(frozen=True, slots=True)
class TourStop:
    """A published case that ships with the package: what it shows, what its authors concluded, and where."""

    shows: str
    published: str
    source: str
    case: Node


@dataclass(frozen=True)
class Catalogue:
    """All knowledge, loaded and checked, with its version and digest.

    Everything is read-only; `withdrawn` keeps entries that are explained still and never used.
    `named` holds the ingredients that are known by name alone, each with where its name is from.
    """

    version: str
    digest: str
    sources: Mapping[str, Source]
    findings: Mapping[str, Finding]
    examination: tuple[ExaminationPart, ...]
    measurements: Mapping[str, Measurement]
    substances: Mapping[str, Substance]
    classes: Mapping[str, DrugClass]
    names: NameIndex
    facts: tuple[FactDefinition, ...]
    defined: Mapping[str, DefinedFact]
    axioms: tuple[Axiom, ...]
    theory: Theory
    conclusions: tuple[Conclusion, ...]
    criteria: Mapping[str, Criterion]
    severity: tuple[Level, ...]
    urgency: tuple[Level, ...]
    conditions: Mapping[str, Condition]
    pitfalls: Mapping[str, StatedRule]
    risk_factors: Mapping[str, RiskFactor]
    plan: PlanKnowledge
    read_leaflet: Callable[[], LeafletKnowledge]
    read_topics: Callable[[], dict[str, Topic]]
    read_washouts: Callable[[], tuple[Washout, ...]]
    read_switch_remarks: Callable[[], tuple[SwitchRemark, ...]]
    read_kinetics: Callable[[], dict[str, Kinetics]]
    read_dosing: Callable[[], LabelDosing]
    read_profiles: Callable[[], dict[str, Profile]]
    read_screening: Callable[[], ScreeningKnowledge]
    properties: Mapping[str, Property]
    withdrawn: Mapping[str, Any]
    named: Mapping[str, str]
    tour: tuple[TourStop, ...]
    reviews: Mapping[str, SiteReview] = field(default_factory=dict)

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """The poison centers, by country."""
        return tuple(
            Contact(one.id.rpartition(".")[2].upper(), one.country, one.phone, one.says, tuple(cited.source for cited in one.evidence))
            for one in self.plan.poison_centers.values()
        )

    @cached_property
    def leaflet(self) -> LeafletKnowledge:
        """The words of the leaflet; read when first wanted where these files were checked before."""
        return self.read_leaflet()

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """The topic pages, likewise."""
        return self.read_topics()

    @cached_property
    def washouts(self) -> tuple[Washout, ...]:
        """What authorities say of going from one agent to another, likewise."""
        return self.read_washouts()

    @cached_property
    def switch_remarks(self) -> tuple[SwitchRemark, ...]:
        """What to know of a switch besides, likewise."""
        return self.read_switch_remarks()

    @cached_property
    def kinetics(self) -> Mapping[str, Kinetics]:
        """Published kinetics by ingredient, likewise."""
        return self.read_kinetics()

    @cached_property
    def dosing(self) -> LabelDosing:
        """What labels say of doses, likewise."""
        return self.read_dosing()

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """What sets agents apart, likewise."""
        return self.read_profiles()

    @cached_property
    def screening(self) -> ScreeningKnowledge:
        """What screening decides with, likewise."""
        return self.read_screening()

    @cached_property
    def screening_concludes(self) -> bool:
        """Whether a risk factor asks for a fact about what is known, so that those have to be concluded for every list."""
        asked = [one.rule.solver.reads for one in self.risk_factors.values() if one.rule]
        return bool(union(asked) & union(1 << one.number for one in self.conclusions))

    @cached_property
    def longest_waits(self) -> Mapping[str, Fraction]:
        """For each agent the longest that a label asks to wait after stopping it, over all targets.

        Statements about its class, and those that what is started sets, do not count.
        """
        waits: dict[str, Fraction] = {}
        for one in (one for one in self.washouts if not one.set_by_started):
            for name in one.leaving:
                waits[name] = max(waits.get(name, one.days), one.days)
        return waits

    @cached_property
    def spoken_in_switches(self) -> Counter[str]:
        """In how many statements about switches each agent is left or follows: the better known it is, the more."""
        return Counter(name for one in self.washouts for name in (*one.leaving, *one.starting))

    @cached_property
    def members(self) -> Mapping[str, tuple[Substance, ...]]:
        """The substances of each class."""
        return {id: tuple(substance for substance in self.substances.values() if id in substance.classes) for id in self.classes}

    @cached_property
    def facts_by_kind(self) -> Mapping[type, Sequence[tuple[int, Any]]]:
        """The facts by their kind, each with its number."""
        return by_kind(self.facts)

    @cached_property
    def general_exposures(self) -> tuple[ExposureFact, ...]:
        """The facts about the whole medication list, whatever the agents."""
        return tuple(fact for fact in self.facts if isinstance(fact, ExposureFact) and not fact.of)

    def facts_about(self, kinds: tuple[frozenset[str], ...] | None) -> tuple[ExposureFact, ...]:
        """The facts that an exposure may bear on; None stands for one that may be to anything."""
        if kinds not in self._about:
            facts = (fact for fact in self.facts if isinstance(fact, ExposureFact) and fact.of)
            self._about[kinds] = tuple(fact for fact in facts if kinds is None or any(fact.is_about(one) for one in kinds))
        return self._about[kinds]

    @cached_property
    def _about(self) -> dict[tuple[frozenset[str], ...] | None, tuple[ExposureFact, ...]]:
        return {}

    @cached_property
    def sayings(self) -> Mapping[str, str]:
        """What each fact says that is no sign, no temperature and no general statement about the list."""
        told = [fact for fact in self.facts if not isinstance(fact, (FindingFact, HighestFact)) and not _is_general(fact)]
        return {fact.id: fact.says for fact in (*told, *self.defined.values())}

    @cached_property
    def examinable(self) -> int:
        """The mask of the facts that are signs or exposures, of which an absence speaks against a condition."""
        return sum(1 << n for n, fact in enumerate(self.facts) if isinstance(fact, (FindingFact, ExposureFact)))

    @cached_property
    def unasked(self) -> int:
        """The mask of the facts that are never asked for, because others say more."""
        return sum(1 << n for n, fact in enumerate(self.facts) if isinstance(fact, FindingFact) and not fact.asked)

    @cached_property
    def features(self) -> Mapping[str, tuple[tuple[str, int, bool], ...]]:
        """For each condition its features one by one: the fact, its bit or 0 where a rule defines it, and whether it speaks for it."""
        bit = {fact.id: 1 << number for number, fact in enumerate(self.facts)}
        return {
            id: tuple((fact, bit.get(fact, 0), group.speaks_for) for group in condition.features for fact in group.facts)
            for id, condition in self.conditions.items()
        }

    @cached_property
    def kept_weighings(self) -> dict[tuple[str, int, int], Any]:
        """Conditions weighed before, by the pattern of the facts that they read."""
        return {}

    @cached_property
    def kept_switches(self) -> dict[tuple[str, str], list[SwitchRule]]:
        """The statements about going from one agent to another, as found before."""
        return {}

    @cached_property
    def kept_windows(self) -> dict[str, Any]:
        """How long each agent stays on board, as found before."""
        return {}

    @cached_property
    def kept_ingredients(self) -> dict[tuple[str, str, str], Any]:
        """Ingredients judged before, by name, form and route."""
        return {}

    @cached_property
    def weighed_by(self) -> Mapping[str, int]:
        """For each condition the mask of all facts that its standing and its features read."""
        masks = {}
        for id, condition in self.conditions.items():
            solvers = (*condition.solvers.values(), *(rule.solver for _, rule in condition.rules))
            named = (bit or self.defined[fact].solver.reads for fact, bit, _ in self.features[id])
            masks[id] = union((*(solver.reads for solver in solvers), *named))
        return masks

    @cached_property
    def told(self) -> Mapping[str, tuple[KnownFact, KnownFact]]:
        """Each feature of a condition as it is told where it is present, and where it is absent."""
        ids = {fact for condition in self.conditions.values() for group in condition.features for fact in group.facts}
        return {id: (KnownFact(id, Truth.YES), KnownFact(id, Truth.NO)) for id in ids}

    @cached_property
    def how_to_ask(self) -> str:
        """How to ask for the medication list."""
        return next(fact.ask for fact in self.facts if isinstance(fact, ExposureFact) and fact.ask)

    def criterion(self, id: str) -> Criterion:
        """A criterion by its id.

        Raises:
            NotFound: if there is none; the sentence names the nearest.
        """
        if id not in self.criteria:
            raise NotFound(Fault(Place(), f"no criterion is called `{id}`{did_you_mean(id, self.criteria) or '.'}"))
        return self.criteria[id]

    def truth(self, fact: str, known: KnownFacts) -> Truth:
        """What is known of a fact, one with a number or one that a rule defines."""
        number = self.theory.numbers.get(fact)
        if number is None:
            return self.defined[fact].solver.truth(known.closed)
        bit = 1 << number
        return Truth.YES if known.closed[0] & bit else Truth.NO if known.closed[1] & bit else Truth.UNKNOWN

    def stated_rules(self) -> Iterator[StatedRule]:
        """Every rule in use that is stated by itself: of criteria, ladders, conditions and pitfalls."""
        for criterion in self.criteria.values():
            yield from criterion.rules
        for level in (*self.severity, *self.urgency):
            yield from (*level.rules, *level.allows)
        for condition in self.conditions.values():
            yield from (rule for _, rule in condition.rules)
        yield from self.pitfalls.values()
        yield from (one.rule for one in self.risk_factors.values() if one.rule)
        yield from self.plan_rules()

    def plan_rules(self) -> Iterator[StatedRule]:
        """Every rule of plans that is stated by itself: of steps, options, details, warnings, pathways and needs."""
        for step in self.plan.steps.values():
            yield step.rule
            yield from (option.rule for option in step.options if option.rule.rule is not step.rule.rule)
            yield from (detail.rule for detail in step.details if detail.rule)
        yield from (warned.rule for warned in self.plan.do_not.values())
        yield from (pathway.rule for pathway in self.plan.pathways.values())
        yield from (one.rule for one in self.plan.may_give.values() if one.rule)
        yield from (one.rule for one in self.plan.stopping.values() if one.rule)

    def solvers(self) -> Iterator[Solver]:
        """Every rule that an assessment may ask, compiled; some more than once."""
        for level in (*self.severity, *self.urgency):
            yield level.solver
        for condition in self.conditions.values():
            yield from condition.solvers.values()
        yield from (option.rule.solver for step in self.plan.steps.values() for option in step.options)
        yield from (criterion.solver for criterion in self.criteria.values())
        yield from (rule.solver for rule in self.stated_rules())
        yield from (fact.solver for fact in self.defined.values())
        yield from (conclusion.solver for conclusion in self.conclusions if conclusion.solver)

    def source(self, id: str) -> Source:
        """A source by its id; built-in ones included.

        Raises:
            KnowledgeBroken: if there is none.
        """
        found = self.sources.get(id) or BUILT_IN_SOURCES.get(id)
        if found is None:
            sentence = f"`{id}` is cited, and no source has this id: correct it, or add the source; `clonus audit` tells where it stands."
            raise KnowledgeBroken([Fault(Place("sources"), sentence)])
        return found


def union(masks: Iterable[int]) -> int:
    """All bits of some masks."""
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _is_general(fact: FactDefinition) -> bool:
    return isinstance(fact, ExposureFact) and not fact.of
