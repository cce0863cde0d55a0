"""What triage weighs, explained: conditions, ladders, rules, facts, axioms and properties, and how every entry is cited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clonus.adapters.formats.words import spell
from clonus.catalogue.rules import Axiom
from clonus.catalogue.shelves import Catalogue
from clonus.domain.evidence import Evidence, Grade, Review, Status
from clonus.interpreters.prose import sentence
from clonus.rules.condition import Condition, Level
from clonus.rules.criterion import StatedRule
from clonus.rules.facts import (
    BaselineFact,
    ConditionFact,
    DefinedFact,
    ExposureFact,
    FactDefinition,
    FindingFact,
    HighestFact,
    MeasuredFact,
    PatientFact,
    ProvedFact,
    RecordFact,
    SettledFact,
    Threshold,
)
from clonus.rules.properties import Property
from clonus.rules.text import parse_rule

_COMPARED = {"above": "above", "at_least": "at least", "below": "below", "at_most": "at most"}


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of severity or of urgency, the highest level first."""

    name: str
    says: str
    levels: tuple[Level, ...]

    @staticmethod
    def severity(catalogue: Catalogue) -> "Ladder":
        """How bad serotonin toxicity is."""
        says = "The highest grade that is proved is given, with the highest that the unknowns still allow."
        return Ladder("Severity of serotonin toxicity", says, catalogue.severity)

    @staticmethod
    def urgency(catalogue: Catalogue) -> "Ladder":
        """How soon to act."""
        says = "The highest level of which a rule holds is given; where none holds, the urgency cannot be told."
        return Ladder("Urgency", says, catalogue.urgency)


@dataclass(frozen=True, slots=True)
class Named:
    """An ingredient that is known by name alone: no entry describes it."""

    name: str
    rxcui: str
    unjudged: str = ""


def condition_lines(condition: Condition, catalogue: Catalogue) -> Iterator[str]:
    """A condition: what it is, its features, what is known of it, and the rules of its standings."""
    yield from (f"# {condition.name}", "", condition.says, "", *also_lines(condition.also), *withdrawn_lines(condition.review))
    yield from ("## Features", "")
    for features in condition.features:
        words = "Speaks for it" if features.speaks_for else "Speaks against it"
        yield from (f"{words}: {', '.join(spell(fact) for fact in features.facts)}.", *evidence_lines(features.evidence, catalogue), "")
    for passage in condition.passages:
        claim = f" ({passage.claim})" if passage.claim else ""
        yield from (f"## {passage.heading}{claim}", "", passage.says, *evidence_lines(passage.evidence, catalogue), "")
    yield from ("## Standings", "")
    for standing, rule in condition.rules:
        yield from (f"**{standing.value.capitalize()}**: {rule.says}", *rule_text_lines(rule, catalogue), "")
    yield from ("Not assessable where none of these holds.", "", review_line(condition.review))


def also_lines(also: Iterable[str]) -> Iterator[str]:
    """The other words under which an entry is looked for, where it has some."""
    if words := ", ".join(also):
        yield from (f"Looked for also as: {words}.", "")


def ladder_lines(ladder: Ladder, catalogue: Catalogue) -> Iterator[str]:
    """A ladder: every level with its rules."""
    yield from (f"# {ladder.name}", "", ladder.says, "")
    for level in ladder.levels:
        yield from (f"## {spell(level.id).capitalize()}", "", level.says, "")
        for rule in level.rules:
            yield from (f"- {rule.says}", *(f"  {line}" for line in rule_text_lines(rule, catalogue)))
        for rule in level.allows:
            yield from (f"- It could be: {rule.says}", *(f"  {line}" for line in rule_text_lines(rule, catalogue)))
        yield ""
    yield "Temperatures that sources name:"
    yield ""
    for fact in catalogue.facts:
        if isinstance(fact, HighestFact):
            yield from (f"- {spell(fact.id)}", *(f"  {line}" for line in evidence_lines(fact.evidence, catalogue)))


def rule_lines(entry: StatedRule | Axiom | Property, catalogue: Catalogue) -> Iterator[str]:
    """A rule, an axiom or a property."""
    yield from (f"# {entry.id}", "", entry.says, "", *withdrawn_lines(entry.review))
    if isinstance(entry, Property):
        records = "one record" if entry.over.value == "one" else f"two records ({spell(entry.over.value)})"
        each = f", for each {entry.for_each}" if entry.for_each else ""
        yield f"Stated over {records}{each}; `clonus prove` proves it."
        yield from evidence_lines(entry.evidence, catalogue)
    elif isinstance(entry, Axiom):
        yield from (f"`{entry.text}`", *evidence_lines(entry.evidence, catalogue))
    else:
        yield from rule_text_lines(entry, catalogue)
    yield from ("", review_line(entry.review))


def fact_lines(fact: FactDefinition | DefinedFact, catalogue: Catalogue) -> Iterator[str]:
    """A fact: what it says and how a record yields it."""
    yield from (f"# {spell(fact.id)}", "", f"{fact.says[:1].upper()}{fact.says[1:]}.", "", f"{_read(fact)}.", "")
    yield from (*evidence_lines(fact.evidence, catalogue), "", review_line(fact.review))


def named_lines(named: Named) -> Iterator[str]:
    """An ingredient without an entry."""
    yield from (f"# {named.name}", "", f"RxNorm {named.rxcui or 'code not known'}.", "")
    if named.unjudged:
        why = f"({named.unjudged}; background)"
        yield f"Known by name alone, and possibly serotonergic {why}: it counts as unknown until somebody checks it."
    else:
        yield "Known by name alone: no entry of the catalogue describes it, so it counts as not serotonergic and is named as not screened."


def _read(fact: FactDefinition | DefinedFact) -> str:
    match fact:
        case FindingFact():
            return f"Read from the finding {spell(fact.finding)}" + (f", or {_limit(fact.follows_from)}" if fact.follows_from else "")
        case MeasuredFact():
            return f"Measured now: {_limit(fact.threshold)}"
        case HighestFact():
            said = f", or {spell(fact.said_by)} said without a number" if fact.said_by else ""
            return f"The highest of the episode: {_limit(fact.threshold)}{said}"
        case ExposureFact():
            return _exposure(fact)
        case PatientFact():
            return f"Read from the patient: {_limit(fact.threshold) if fact.threshold else f'{fact.key} {fact.word}'.strip()}"
        case ConditionFact():
            return f"Listed among conditions or history: {spell(fact.condition)}; not listed is unknown"
        case BaselineFact():
            return f"Listed under `baseline`: {' or '.join(sorted(spell(sign) for sign in fact.signs))}; not listed was not there"
        case RecordFact():
            return f"Read from the record as a whole: {spell(fact.about)}"
        case ProvedFact() | DefinedFact():
            known = "What is known proves" if isinstance(fact, ProvedFact) else "Another name for"
            return f"{known} `{fact.text}`"
        case SettledFact():
            return "Known, either way: " + "; ".join(" or ".join(spell(id) for id in group) for group in fact.groups)


def _exposure(fact: ExposureFact) -> str:
    agents = f": {', '.join(sorted(fact.of))}" if fact.of else ""
    without = f", without {', '.join(sorted(fact.but_not))}" if fact.but_not else ""
    window = f", within {float(fact.within_days):g} days" if fact.within_days else ""
    longer = "".join(f" ({float(days):g} for {name})" for name, days in fact.within_days_of.items())
    return f"Read from the medication list, {spell(fact.about)}{agents}{without}{window}{longer}"


def _limit(threshold: Threshold) -> str:
    return f"{spell(threshold.measurement)} {_COMPARED[threshold.comparison]} {float(threshold.limit):g}"


def rule_text_lines(rule: StatedRule, catalogue: Catalogue) -> Iterator[str]:
    """A rule as it is written and in words, with its citations."""
    names = {fact.id: decapitalized(fact.says) for fact in (*catalogue.facts, *catalogue.defined.values())}
    names |= {id: f"the {criterion.name} met" for id, criterion in catalogue.criteria.items()}
    names |= {f"severity.{level.id}": f"signs of {decapitalized(level.says)} or worse" for level in catalogue.severity}
    yield from (f"`{rule.text}`", f"In words: {sentence(parse_rule(rule.text), names)}.")
    yield from (*withdrawn_lines(rule.review), *evidence_lines(rule.evidence, catalogue))


def evidence_lines(evidence: Iterable[Evidence], catalogue: Catalogue) -> Iterator[str]:
    """The citations of a statement, a line each."""
    for one in evidence:
        if one.grade is Grade.BACKGROUND:
            yield "[background knowledge of a reviewer; no source opened]"
        else:
            place = f", {one.place}" if one.place else ""
            yield f"[{catalogue.source(one.source).citation}{place}; grade {one.grade.value}]"


def withdrawn_lines(review: Review) -> Iterator[str]:
    """A warning, where an entry is withdrawn."""
    if review.status is Status.WITHDRAWN:
        yield from (f"WITHDRAWN, never used: {review.why}", "")


def review_line(review: Review) -> str:
    """Who checked an entry, when, and until when that holds."""
    by = f" by {review.by}" if review.by else ""
    return f"Review: {review.status.value}{by}, checked {review.on}, holds until {review.until}."


def decapitalized(text: str) -> str:
    """A name as it reads within a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
