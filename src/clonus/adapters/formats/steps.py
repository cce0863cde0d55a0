"""What plans are made of, explained: steps, warnings, pathways, needs and poison centers."""

from collections.abc import Iterator
from dataclasses import dataclass

from clonus.adapters.formats.reasons import evidence_lines, review_line, rule_text_lines
from clonus.adapters.formats.words import spell
from clonus.catalogue.shelves import Catalogue
from clonus.rules.plan import Option, Pathway, PoisonCenter, Remedy, Step, Stopping, Warned
from clonus.services.dosing import regimen, reviewed


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything that may be given or is better avoided, by need."""

    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Centers:
    """The poison centers of all countries that are held."""

    centers: tuple[PoisonCenter, ...]


PlanEntry = Step | Warned | Pathway | Remedy | Stopping | Needs | Centers


def shelves(catalogue: Catalogue) -> tuple[dict[str, PlanEntry], ...]:
    """The entries of plans by the ids that they may be asked for."""
    plan = catalogue.plan
    whole: dict[str, PlanEntry] = {
        "may_give": Needs(tuple(plan.may_give.values())),
        "poison_centers": Centers(tuple(plan.poison_centers.values())),
    }
    whole |= {id: Centers((one,)) for id, one in plan.poison_centers.items()}
    whole |= {dose.id: step for step in plan.steps.values() for option in step.options for dose in option.doses}
    return whole, {**plan.steps}, {**plan.do_not}, {**plan.pathways}, {**plan.may_give}, {**plan.stopping}


def plan_lines(entry: PlanEntry, catalogue: Catalogue) -> Iterator[str]:
    """An entry of plans."""
    match entry:
        case Step():
            yield from _step(entry, catalogue)
        case Warned():
            yield from (f"# {entry.name}", "", entry.rule.says, "")
            if entry.forbids:
                yield from (f"While it stands no step proposes: {', '.join(sorted(entry.forbids))}.", "")
            yield from (*rule_text_lines(entry.rule, catalogue), "", review_line(entry.rule.review))
        case Pathway():
            yield from (f"# {entry.name}", "", *rule_text_lines(entry.rule, catalogue), "")
            conditions = (catalogue.conditions[id].name for id in entry.conditions)
            yield from (f"For: {', '.join(conditions)}.", "", "Steps, each only where its own rule holds:", "")
            yield from (f"- {id}: {catalogue.plan.steps[id].name}" for id in entry.steps)
            yield from ("", review_line(entry.rule.review))
        case Remedy():
            yield from (f"# {spell(entry.need)}: {', '.join(entry.agents) or 'no drug'}", "", *_remedy(entry, catalogue))
        case Stopping():
            yield from (f"# Stopping {', '.join(sorted(entry.agents))}", "", entry.says, *evidence_lines(entry.evidence, catalogue), "")
            yield review_line(entry.review)
        case Needs():
            yield from ("# What may I give?", "", "While a serotonergic agent is on board or signs satisfy Hunter.", "")
            for one in entry.remedies:
                yield from (f"## {spell(one.need)}: {', '.join(one.agents) or 'no drug'}", "", *_remedy(one, catalogue), "")
        case Centers():
            yield from ("# Poison centers", "", "Check every number at each release.", "")
            yield from (f"- {one.country}: {one.phone} ({one.says})" for one in entry.centers)
            yield from ("", review_line(entry.centers[0].review))


def _step(step: Step, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"# {step.name}", "", step.rule.says, "", f"Stage: {catalogue.plan.stages[step.stage].name}.", "")
    yield from (*rule_text_lines(step.rule, catalogue), "")
    for option in step.options:
        yield from (*_option(option, step, catalogue), "")
    for detail in step.details:
        only = f" (for {', '.join(sorted(detail.agents))})" if detail.agents else ""
        yield from (f"## {detail.heading}{only}", "", detail.says)
        yield from (*(rule_text_lines(detail.rule, catalogue) if detail.rule else evidence_lines(detail.evidence, catalogue)), "")
    yield review_line(step.rule.review)


def _option(option: Option, step: Step, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"## Option: {option.agent} {option.route}", "", option.says or f"One way to {spell(step.id)}.")
    if option.rule.text != step.rule.text:
        yield f"Only where `{option.rule.text}`."
    if option.check:
        yield f"Check first: {', '.join(option.check)}."
    yield from evidence_lines(option.evidence, catalogue)
    for dose in option.doses:
        yield from ("", f"- {regimen(dose)}", f"  [{dose.id}; {reviewed(dose, catalogue.reviews)}]")
        yield from (f"  {line}" for line in evidence_lines(dose.evidence, catalogue))
        for other in dose.others:
            yield from (f"  - another source: {other.says}", *(f"    {line}" for line in evidence_lines(other.evidence, catalogue)))
        if dose.chosen:
            yield f"  Why the one above: {dose.chosen}"


def _remedy(one: Remedy, catalogue: Catalogue) -> Iterator[str]:
    yield f"**{one.answer}**: {one.says}"
    yield from rule_text_lines(one.rule, catalogue) if one.rule else evidence_lines(one.evidence, catalogue)
    yield review_line(one.review)
