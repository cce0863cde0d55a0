"""An entry of the catalogue explained: what it says, what it rests on, and who checked it."""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from clonus.adapters.formats.document import SCHEMA_VERSION, to_json
from clonus.adapters.formats.document import about as about_clonus
from clonus.adapters.formats.monograph import to_html, to_markdown
from clonus.adapters.formats.naming import Understood, understood, understood_lines
from clonus.adapters.formats.pairs import PairEntry, pair_lines
from clonus.adapters.formats.pairs import shelves as pair_shelves
from clonus.adapters.formats.reasons import (
    Ladder,
    Named,
    condition_lines,
    decapitalized,
    evidence_lines,
    fact_lines,
    ladder_lines,
    named_lines,
    review_line,
    rule_lines,
    withdrawn_lines,
)
from clonus.adapters.formats.steps import Centers, Needs, PlanEntry, plan_lines
from clonus.adapters.formats.steps import shelves as plan_shelves
from clonus.adapters.formats.words import footer, spell
from clonus.catalogue.entries import BUILT_IN_SOURCES
from clonus.catalogue.reader import short
from clonus.catalogue.reviews import plain
from clonus.catalogue.rules import Axiom
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, InputRefused, NotFound, Place, did_you_mean
from clonus.domain.evidence import Source
from clonus.domain.findings import Finding, Measurement
from clonus.domain.interactions import Combination
from clonus.domain.substances import DrugClass, HalfLife, Substance
from clonus.interpreters.diagram import mermaid, svg
from clonus.interpreters.prose import sentence
from clonus.rules.condition import Condition
from clonus.rules.criterion import Criterion, StatedRule
from clonus.rules.facts import DefinedFact, FactDefinition
from clonus.rules.plan import Pathway, Remedy, Step, Stopping, Warned
from clonus.rules.properties import Property
from clonus.rules.screening import Mechanism, RiskFactor
from clonus.rules.topic import Topic
from clonus.services.monograph import topic_page
from clonus.services.pairs import about
from clonus.services.reconcile import no_entry

if TYPE_CHECKING:
    from clonus.adapters.formats.answers.explanation import ExplanationDocument

Fact = FactDefinition | DefinedFact
_MOST_SETS = 20
Judged = Criterion | Condition | Ladder | StatedRule | Axiom | Property
Entry = Understood | PlanEntry | PairEntry | Topic | Judged | Finding | Measurement | Fact | Substance | DrugClass | Named | Source


def explanation(id: str, format: str, catalogue: Catalogue) -> str:
    """An entry in a format: text, markdown or json; mermaid and svg for criteria alone, html for topics alone.

    Raises:
        NotFound: if no entry is called so; the sentence names the nearest.
        InputRefused: if the entry has no such form.
    """
    entry = find(id, catalogue)
    if format == "html":
        if not isinstance(entry, Topic):
            raise InputRefused(Fault(Place(), f"`{id}` has no page of HTML: only topics have, such as twitching-on-ssri."))
        return to_html(topic_page(entry, catalogue), catalogue)
    if format in ("mermaid", "svg"):
        if not isinstance(entry, Criterion):
            raise InputRefused(Fault(Place(), f"`{id}` has no diagram: only criteria have, such as hunter."))
        return mermaid(entry, spell) if format == "mermaid" else svg(entry, spell)
    if format == "json":
        shown = plain(topic_page(entry, catalogue) if isinstance(entry, Topic) else entry)
        cited = {id: catalogue.source(id).citation for id in sorted(set(_cited(shown)))}
        whole: ExplanationDocument = {
            "schema_version": SCHEMA_VERSION,
            "clonus": about_clonus(catalogue),
            "explanation": shown,
            "sources": cited,
        }
        return to_json(whole)
    lines = list(_lines(entry, catalogue))
    if id in catalogue.plan.steps and not isinstance(entry, Step):
        lines += ["", f"There is a step of this name too: clonus explain step.{id}."]
    text = "\n".join([*lines, "", f"_{footer(catalogue)}_", ""])
    return text if format == "markdown" else _without_marks(text)


def sources_of_entry(id: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The sources that an entry cites, in its order.

    Raises:
        NotFound: if no entry is called so.
    """
    entry = find(id, catalogue)
    return tuple(dict.fromkeys(_cited(plain(topic_page(entry, catalogue) if isinstance(entry, Topic) else entry))))


def find(id: str, catalogue: Catalogue) -> Entry:
    """The entry that an id or a name means; a substance by its synonyms and brands too.

    Raises:
        NotFound: if there is none.
    """
    text, id = id, id if catalogue.names.of_name(id) else id.replace("-", "_")
    shelves: tuple[Any, ...] = (
        *(catalogue.criteria, catalogue.conditions, {"severity": Ladder.severity(catalogue), "urgency": Ladder.urgency(catalogue)}),
        *(catalogue.findings, catalogue.measurements, catalogue.substances, catalogue.classes),
        *(*plan_shelves(catalogue), catalogue.topics, {fact.id: fact for fact in catalogue.facts}),
        *(catalogue.defined, {rule.id: rule for rule in catalogue.stated_rules()}, {axiom.id: axiom for axiom in catalogue.axioms}),
        *(catalogue.properties, *pair_shelves(catalogue)),
    )
    for shelf in (*shelves, catalogue.withdrawn, catalogue.sources, BUILT_IN_SOURCES):
        if id in shelf:
            entry: Entry = shelf[id]
            return entry
    if not no_entry(text) and (readings := understood(text, catalogue)):
        return readings
    known = [key for shelf in shelves for key in shelf]
    raise NotFound(Fault(Place(), f"nothing in the catalogue is called `{short(id)}`{did_you_mean(id, known) or '.'}"))


def _lines(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    match entry:
        case Criterion():
            yield from _criterion(entry, catalogue)
        case Finding():
            yield from _finding(entry, catalogue)
        case Measurement():
            yield from _measurement(entry, catalogue)
        case Condition():
            yield from condition_lines(entry, catalogue)
        case Ladder():
            yield from ladder_lines(entry, catalogue)
        case StatedRule() | Axiom() | Property():
            yield from rule_lines(entry, catalogue)
        case Substance():
            yield from _substance(entry, catalogue)
        case Understood():
            yield from understood_lines(entry, catalogue)
            drugs = list(entry.entries(catalogue))
            for one, other in combinations(sorted(drug.name for drug in drugs if isinstance(drug, Substance)), 2):
                for pair in about(one, other, catalogue).known:
                    yield from ("", *pair_lines(pair, catalogue))
            for drug in drugs:
                yield from ("", *_lines(drug, catalogue))
        case Named():
            yield from named_lines(entry)
        case DrugClass():
            yield from _drug_class(entry, catalogue)
        case Source():
            yield from (f"# {entry.title}", "", f"{entry.citation}.", "", f"Seen as: {entry.seen.replace('_', ' ')}.", entry.note)
        case Topic():
            yield from to_markdown(topic_page(entry, catalogue), catalogue).splitlines()[:-2]
        case Combination() | Mechanism() | RiskFactor():
            yield from pair_lines(entry, catalogue)
        case Step() | Warned() | Pathway() | Remedy() | Stopping() | Needs() | Centers():
            yield from plan_lines(entry, catalogue)
        case _:
            yield from fact_lines(entry, catalogue)


def _criterion(criterion: Criterion, catalogue: Catalogue) -> Iterator[str]:
    names = {fact.id: decapitalized(fact.says) for fact in catalogue.facts}
    yield from (f"# {criterion.name}", "", criterion.says, "", *withdrawn_lines(criterion.review), "## Rules", "")
    for number, rule in enumerate(criterion.rules, start=1):
        yield from (f"{number}. {rule.says}", f"   `{rule.text}`", f"   In words: {sentence(rule.rule, names)}.")
        yield from (f"   {line}" for line in (*withdrawn_lines(rule.review), *evidence_lines(rule.evidence, catalogue)))
    yield from ("", "Any one rule is enough.", "What was not examined is unknown, never absent.", "")
    yield from _sets(criterion, catalogue)
    for passage in criterion.passages:
        yield from (
            "",
            f"## {passage.heading}",
            "",
            passage.says,
            *withdrawn_lines(passage.review),
            *evidence_lines(passage.evidence, catalogue),
        )
    yield from ("", "## Limits", "", criterion.limits, "", "## Source", "", f"{catalogue.source(criterion.source).citation}.")
    yield from ("", review_line(criterion.review))


def _sets(criterion: Criterion, catalogue: Catalogue) -> Iterator[str]:
    """The rule-in and rule-out sets; their numbers alone where they are too many to read."""
    solver = criterion.solver
    if not solver.listed:
        yield "Its minimal sets of findings are too many to list; it is answered from its decision diagram."
        return
    few = max(len(solver.rule_in), len(solver.rule_out)) <= _MOST_SETS
    yield from (f"It is met by {len(solver.rule_in)} minimal sets of findings", "")
    yield from (f"- {_set(one, catalogue)}" for one in solver.rule_in if few)
    yield from ("", f"and cannot be met after {len(solver.rule_out)} others{':' if few else '.'}", "")
    yield from (f"- {_set(one, catalogue)}" for one in solver.rule_out if few)


def _finding(finding: Finding, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"# {finding.name}", "", finding.definition, "", *withdrawn_lines(finding.review), "## How to examine", "", finding.examine)
    if finding.tell_apart:
        yield from ("", "## What it is confused with", "", finding.tell_apart)
    if finding.hidden_by:
        hidden = " or ".join(sorted(finding.hidden_by)).replace("_", " ")
        yield from ("", f"Examined under {hidden}, an absent sign counts as unknown.")
    if finding.lay:
        yield from ("", f"Patients say: {'; '.join(finding.lay)}.")
    if finding.codes:
        yield from (
            "",
            "## Codes",
            "",
            *(f"- {c.system} {c.code} {c.display}{'' if c.verified else ' (unverified)'}" for c in finding.codes),
        )
    yield from ("", *evidence_lines(finding.evidence, catalogue), "", review_line(finding.review))


def _measurement(measurement: Measurement, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"# {measurement.name} ({measurement.unit})", "", measurement.examine, "")
    least, most = f"{float(measurement.least):g}", f"{float(measurement.most):g} {measurement.unit}"
    yield f"Values from {least} to {most} are taken as possible; others are refused."
    for unit in measurement.units:
        offset = f" + ({unit.offset})" if unit.offset else ""
        yield f"Also read in {unit.name}: value × {unit.scale}{offset}."
    yield from ("", *evidence_lines(measurement.evidence, catalogue), "", review_line(measurement.review))


def _substance(substance: Substance, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"# {substance.name}", "", *withdrawn_lines(substance.review))
    yield f"RxNorm {substance.rxcui or 'code not known'}; {', '.join(catalogue.classes[id].name for id in substance.classes)}."
    if substance.also:
        yield f"Also written: {', '.join(substance.also)}."
    yield from (
        "",
        f"Serotonergic: **{substance.strength.value}**. {substance.basis}",
        *evidence_lines(substance.strength_evidence, catalogue),
    )
    for form in substance.forms:
        yield from ("", f"In another form ({', '.join(sorted(form.forms))}): **{form.strength.value}**. {form.basis}")
        yield from evidence_lines(form.evidence, catalogue)
    if substance.mechanisms:
        yield from ("", f"Mechanisms: {'; '.join(substance.mechanisms)}.", *evidence_lines(substance.evidence, catalogue))
    if substance.half_life:
        yield from ("", f"Half-life: {_hours(substance.half_life)}. {substance.half_life.note}".rstrip())
        yield from evidence_lines(substance.half_life.evidence, catalogue)
    for metabolite in substance.metabolites:
        hours = _hours(metabolite.half_life) if metabolite.half_life else "half-life not found"
        yield from ("", f"Active metabolite {metabolite.name}: {hours}.", *evidence_lines(metabolite.evidence, catalogue))
    for one in (one for one in catalogue.washouts if substance.name in one.leaving):
        yield from ("", f"Interval ({one.authority}): {float(one.days):g} days after stopping it, before {', '.join(one.starting)}.")
        yield from evidence_lines(one.evidence, catalogue)
    if substance.window:
        yield from (
            "",
            f"On board below {float(substance.window.yes_below_days):g} days after the last dose, "
            f"not from {float(substance.window.no_from_days):g}.",
        )
        yield from evidence_lines(substance.window.evidence, catalogue)
    if substance.note:
        yield from ("", substance.note)
    yield from ("", review_line(substance.review))


def _drug_class(drug_class: DrugClass, catalogue: Catalogue) -> Iterator[str]:
    strength = drug_class.strength.value if drug_class.strength else "depends on the agent"
    yield from (f"# {drug_class.full_name or drug_class.name}", "", f"Serotonergic, where only the class is named: {strength}.", "")
    yield from (f"- {member.name}: {member.strength.value}" for member in catalogue.members[drug_class.id])
    yield from ("", *evidence_lines(drug_class.evidence, catalogue), "", review_line(drug_class.review))


def _cited(plain: Any) -> Iterator[str]:  # noqa: ANN401  plain values of any depth
    """The id of every source that an entry cites."""
    if isinstance(plain, dict):
        if isinstance(plain.get("source"), str):
            yield plain["source"]
        plain = list(plain.values())
    if isinstance(plain, list):
        for item in plain:
            yield from _cited(item)


def _set(one: tuple[int, int], catalogue: Catalogue) -> str:
    facts = catalogue.theory.facts
    present = [spell(facts[n]) for n in range(len(facts)) if one[0] >> n & 1]
    absent = [f"no {spell(facts[n])}" for n in range(len(facts)) if one[1] >> n & 1]
    return ", ".join([*present, *absent])


def _hours(half_life: HalfLife) -> str:
    low, high = float(half_life.low), float(half_life.high)
    return f"{low:g} h" if low == high else f"{low:g} to {high:g} h"


def _without_marks(markdown: str) -> str:
    lines = (line.lstrip("# ") if line.startswith("#") else line for line in markdown.splitlines())
    return "\n".join(line.replace("**", "").replace("`", "").strip("_") for line in lines) + "\n"
