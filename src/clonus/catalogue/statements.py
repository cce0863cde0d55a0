"""Every statement of the catalogue that carries evidence, with a name by which it can be audited and signed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from clonus.catalogue.reviews import digest_of_statement, holding, read_reviews
from clonus.catalogue.shelves import Catalogue
from clonus.domain.agents import Affinity, Enzyme, Frequency, Report
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.evidence import Evidence, Review
from clonus.domain.substances import Substance
from clonus.rules.condition import Condition
from clonus.rules.criterion import Criterion
from clonus.rules.facts import FindingFact
from clonus.rules.plan import PlanKnowledge, Step

_MOST_LETTERS = 200
_NONE: frozenset[str] = frozenset()  # what the words of an agent mean is no part of what an entry says


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the catalogue: its name, its evidence, its review, and all that it says."""

    id: str
    evidence: tuple[Evidence, ...]
    review: Review
    content: Any

    @property
    def digest(self) -> str:
        """What identifies exactly what it says."""
        return digest_of_statement(self.content)


def with_reviews(catalogue: Catalogue, reviews: Path) -> Catalogue:
    """The catalogue with the reviews in a file that hold still: those of statements that say what they said.

    Raises:
        InputRefused: if the file is not there or cannot be used; a mistyped name must not read as a site that signed nothing.
    """
    if not _is_file(reviews):  # a pipe would be waited for
        raise InputRefused(Fault(Place(), f"{reviews.name[:_MOST_LETTERS]} is no file of reviews that can be read: check its name."))
    digests = {one.id: one.digest for one in statements_of(catalogue)}
    return replace(catalogue, reviews=holding(read_reviews(reviews), digests))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def statements_of(catalogue: Catalogue) -> Iterator[Statement]:
    """Every statement that carries evidence, whatever kind of entry holds it."""
    for shelf, kind in ((catalogue.findings, "finding "), (catalogue.measurements, "measurement "), (catalogue.classes, "class ")):
        for id, entry in shelf.items():
            yield Statement(f"{kind}{id}", entry.evidence, entry.review, entry)
    for fact in catalogue.facts:
        if fact.id not in catalogue.findings or not isinstance(fact, FindingFact):
            yield Statement(f"fact {fact.id}", fact.evidence, fact.review, fact)
    for axiom in catalogue.axioms:
        yield Statement(f"axiom {axiom.id}", axiom.evidence, axiom.review, axiom)
    for name in catalogue.defined.values():
        yield Statement(f"fact {name.id}", name.evidence, name.review, name)
    for rule in catalogue.stated_rules():
        yield Statement(f"rule {rule.id}", rule.evidence, rule.review, rule)
    for stated in catalogue.properties.values():
        yield Statement(f"property {stated.id}", stated.evidence, stated.review, stated)
    explained: list[Criterion | Condition] = [*catalogue.criteria.values(), *catalogue.conditions.values()]
    for about in explained:
        for number, passage in enumerate(about.passages, start=1):
            yield Statement(f"{about.id} {number}: {passage.heading}", passage.evidence, passage.review, passage)
    for condition in catalogue.conditions.values():
        for features in condition.features:
            heading = "for" if features.speaks_for else "against"
            yield Statement(f"{condition.id}: {heading} {features.facts[0]}", features.evidence, condition.review, features)
    for substance in catalogue.substances.values():
        yield from _of_substance(substance)
    for washout in catalogue.washouts:
        yield Statement(f"washout {washout.name}", washout.evidence, washout.review, replace(washout, leaves=_NONE, starts=_NONE))
    for remark in catalogue.switch_remarks:
        yield Statement(f"switch {remark.id}", remark.evidence, remark.review, replace(remark, leaves=_NONE, starts=_NONE))
    yield from _of_agents(catalogue)
    yield from _of_screening(catalogue)
    yield from _of_plan(catalogue.plan)
    for line in catalogue.leaflet.lines:
        yield Statement(f"leaflet {line.id}", line.evidence, line.review, line)
    for topic in catalogue.topics.values():
        for said in (said for section in topic.sections for said in section.statements if not said.taken_from):
            yield Statement(f"topic {said.id}", said.evidence, said.review, said)


def _of_substance(substance: Substance) -> Iterator[Statement]:
    name, review = substance.name, substance.review
    described = (substance.mechanisms, substance.classes, substance.note, substance.evidence)
    judged = (substance.strength, substance.tier, substance.basis, substance.strength_evidence)
    yield Statement(f"substance {name}", substance.evidence, review, described)
    yield Statement(f"{name}: serotonergic", substance.strength_evidence, review, judged)
    for form in substance.forms:
        yield Statement(f"{name}: {', '.join(sorted(form.forms))}", form.evidence, review, form)
    if substance.half_life:
        yield Statement(f"{name}: half-life", substance.half_life.evidence, review, substance.half_life)
    for metabolite in substance.metabolites:
        yield Statement(f"{name}: {metabolite.name}", metabolite.evidence, review, metabolite)
    if substance.window:
        yield Statement(f"{name}: on board", substance.window.evidence, review, substance.window)


def _of_agents(catalogue: Catalogue) -> Iterator[Statement]:
    for kinetics in catalogue.kinetics.values():
        told = (kinetics.peak_hours, kinetics.steady_state_days, kinetics.says)
        yield Statement(f"kinetics {kinetics.name}", kinetics.evidence, kinetics.review, told)
        for factor in kinetics.factors:
            by = " ".join((factor.when, *factor.agents))
            yield Statement(f"kinetics {kinetics.name}: {factor.moiety} {by}", factor.evidence, kinetics.review, factor)
    doses = (dose for named in catalogue.dosing.doses.values() for dose in named)
    for number, dose in enumerate(doses, start=1):
        yield Statement(f"label dose {number}: {dose.name}, {dose.population} ({dose.authority})", dose.evidence, dose.review, dose)
    for outcome in catalogue.dosing.too_fast:
        yield Statement(f"too fast {outcome.id}", outcome.evidence, outcome.review, replace(outcome, means=frozenset()))
    for profile in catalogue.profiles.values():
        parts: list[Enzyme | Affinity | Frequency | Report] = [
            *profile.enzymes,
            *profile.affinities,
            *profile.frequencies,
            *profile.reports,
        ]
        for number, part in enumerate(parts, start=1):
            yield Statement(f"profile {profile.name} {number}", part.evidence, profile.review, part)


def _of_screening(catalogue: Catalogue) -> Iterator[Statement]:
    knowledge = catalogue.screening
    for known in knowledge.combinations:
        told = replace(known, ones=_NONE, others=_NONE)
        yield Statement(f"interaction {known.id}", known.evidence, known.review, told)
        for number, said in enumerate((*((known.rate,) if known.rate else ()), *known.disputed), start=1):
            yield Statement(f"interaction {known.id}: remark {number}", said.evidence, known.review, said)
    for rule in (*(one.rule for one in knowledge.loudness), *(one.rule for one in knowledge.regimens)):
        yield Statement(f"screening rule {rule.id}", rule.evidence, rule.review, rule)
    for mechanism in knowledge.mechanisms.values():
        yield Statement(f"mechanism {mechanism.id}", mechanism.evidence, mechanism.review, replace(mechanism, means=_NONE))
    for factor in catalogue.risk_factors.values():
        yield Statement(f"risk factor {factor.id}", factor.evidence, factor.review, factor)


def _of_plan(plan: PlanKnowledge) -> Iterator[Statement]:
    for step in plan.steps.values():
        yield from _of_step(step)
    others = ((plan.stages, "stage"), (plan.stopping, "stopping"), (plan.poison_centers, "poison center"), (plan.weights, "weight"))
    for shelf, kind in others:
        for id, entry in shelf.items():
            if getattr(entry, "rule", None) is None:
                yield Statement(f"{kind} {id}", entry.evidence, entry.review, entry)
    for remedy in plan.may_give.values():
        if remedy.rule is None:
            yield Statement(f"need {remedy.id}", remedy.evidence, remedy.review, remedy)


def _of_step(step: Step) -> Iterator[Statement]:
    for option in step.options:
        if option.rule.rule is step.rule.rule:
            shown = (option.agent, option.route, option.says, option.check, option.evidence)
            yield Statement(f"option {option.rule.id}", option.evidence, step.rule.review, shown)
        for dose in option.doses:
            whole = (step.id, option.agent, option.route, option.rule.text, dose)
            yield Statement(f"dose {dose.id}", dose.evidence, dose.review, whole)
            if dose.chosen:
                cited = (*dose.chosen_evidence, *(one for other in dose.others for one in other.evidence))
                yield Statement(f"choice {dose.id}", cited, dose.review, (dose.chosen, dose.others))
    for detail in step.details:
        if detail.rule is None:
            remark = (detail.says, detail.agents, detail.evidence)
            yield Statement(f"detail {detail.id}", detail.evidence, detail.review, remark)
