"""Reading what decides: facts, axioms and criteria, their rule texts parsed and checked against the facts that exist."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Node, Scalar
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Fault, Place, RuleBroken, did_you_mean
from clonus.domain.evidence import Evidence, Review, Source, Status
from clonus.domain.findings import Finding, Measurement
from clonus.domain.truth import Truth
from clonus.rules.axioms import Theory
from clonus.rules.criterion import Criterion, CriterionRule, Passage
from clonus.rules.facts import ExposureFact, FactDefinition, FindingFact, HighestFact, Threshold
from clonus.rules.solve import Solver
from clonus.rules.text import Implication, parse_implication, parse_rule
from clonus.rules.tree import facts_of

Parsed = TypeVar("Parsed")
Entries = Iterable[tuple[EntryReader, Node, str]]
_KINDS = {
    "finding": ("finding", "asked", "follows_from"),
    "highest": ("highest", "above", "said_by"),
    "exposure": ("exposure", "ask", "within_days", "within_days_of"),
}
_FACT_KEYS = ("id", "says", *(key for keys in _KINDS.values() for key in keys))
EXPOSURES = ("serotonergic_agent", "recent_change", "overdose")


@dataclass(frozen=True, slots=True)
class Axiom:
    """A cited tie between facts."""

    id: str
    says: str
    text: str
    implication: Implication
    evidence: tuple[Evidence, ...]
    review: Review


class RuleReader:
    """Reads facts, axioms and criteria; faults are gathered where the caller keeps them.

    Args:
        faults: where faults go.
        findings: the findings in use.
        measurements: the measurements in use.
        sources: the publications.
        agents: the names of all substances, withdrawn ones included.
    """

    def __init__(
        self,
        faults: list[Fault],
        findings: Mapping[str, Finding],
        measurements: Mapping[str, Measurement],
        sources: Mapping[str, Source],
        agents: Collection[str],
    ):
        self.faults, self.findings, self.measurements, self.sources, self.agents = faults, findings, measurements, sources, agents
        self.places: dict[tuple[str, str], Place] = {}

    def facts(self, entries: Entries) -> tuple[FactDefinition, ...]:
        """All facts: one for each finding, in the findings' order, then those of facts.yaml."""
        read = [fact for fact in (self._fact(*entry) for entry in entries) if fact is not None]
        defined = [fact for fact in read if fact.review.status is not Status.WITHDRAWN]
        stood_for = {fact.finding for fact in defined if isinstance(fact, FindingFact)}
        implicit: list[FactDefinition] = [
            FindingFact(finding.id, finding.name, finding.id, None, True, finding.evidence, finding.review)
            for finding in self.findings.values()
            if finding.id not in stood_for
        ]
        sound = {fact.id for fact in read if not isinstance(fact, FindingFact) or fact.finding in self.findings}
        for taken in sorted({fact.id for fact in implicit} & sound):
            sentence = f"`{taken}` is the id of a finding, which is a fact by itself: choose another."
            self.faults.append(Fault(self.places["fact", taken], sentence))
        return (*implicit, *defined)

    def axioms(self, entries: Entries, facts: Iterable[FactDefinition]) -> list[Axiom]:
        """All axioms, each over facts that exist."""
        known = {fact.id for fact in facts}
        axioms = []
        for reader, node, subject in entries:
            form = reader.form(node, subject, "id", "says", "axiom")
            form.require("id", "says", "axiom")
            id, evidence, review = self._own_id(form, "axiom"), form.each("evidence", reader.evidence), reader.review_of(form)
            implication = self._parsed(form, "axiom", parse_implication)
            if implication is None:
                continue
            self._must_exist(form, "axiom", (*facts_of(implication.premise), *facts_of(implication.conclusion)), known)
            axioms.append(Axiom(id, form.text("says"), form.text("axiom"), implication, evidence, review))
        return axioms

    def criteria(self, entries: Entries, theory: Theory) -> dict[str, Criterion]:
        """All criteria, compiled."""
        criteria = {}
        for reader, node, subject in entries:
            criterion = self._criterion(reader, node, subject, theory)
            if criterion is not None:
                criteria[criterion.id] = criterion
        return criteria

    def _fact(self, reader: EntryReader, node: Node, subject: str) -> FactDefinition | None:
        form = reader.form(node, subject, *_FACT_KEYS)
        form.require("id", "says")
        id, says, evidence = self._own_id(form, "fact"), form.text("says"), form.each("evidence", reader.evidence)
        review = reader.review_of(form)
        if not self._is_about_one_thing(form):
            return None
        if "finding" in form.nodes:
            finding = form.text("finding")
            self._known(form, "finding", finding, self.findings)
            return FindingFact(id, says, finding, self._follows_from(form), form.flag("asked") is not False, evidence, review)
        if "highest" in form.nodes:
            threshold = self._threshold(form, "highest")
            if "said_by" in form.nodes:
                self._known(form, "said_by", form.text("said_by"), self.findings)
            return HighestFact(id, says, threshold, form.text("said_by"), evidence, review)
        about = form.choice("exposure", EXPOSURES)
        if about is None:
            return None
        return ExposureFact(id, says, about, form.text("ask"), form.number("within_days", 0, 400), self._windows(form), evidence, review)

    def _is_about_one_thing(self, form: Form) -> bool:
        kinds = [kind for kind in _KINDS if kind in form.nodes]
        if len(kinds) != 1:
            sentence = "a fact is about a `finding`, the `highest` of a measurement or an `exposure`: give one of them."
            form.fault(form.place, sentence)
            return False
        for other in (key for kind, keys in _KINDS.items() if kind not in kinds for key in keys):
            if other in form.nodes and other not in _KINDS[kinds[0]]:
                form.wrong(other, f"does not go with `{kinds[0]}`: remove one of them.")
        return True

    def _threshold(self, form: Form, key: str) -> Threshold:
        form.require("above")
        self._known(form, key, form.text(key), self.measurements)
        measurement = self.measurements.get(form.text(key))
        least, most = (measurement.least, measurement.most) if measurement else (None, None)
        return Threshold(form.text(key), form.number("above", least, most) or Fraction(0))

    def _follows_from(self, form: Form) -> Threshold | None:
        node = form.nodes.get("follows_from")
        if node is None:
            return None
        inner = Form(node, f"{form.subject}.follows_from", ("measurement", "above"), self.faults)
        inner.require("measurement", "above")
        return self._threshold(inner, "measurement")

    def _windows(self, form: Form) -> Mapping[str, Fraction]:
        node = form.nodes.get("within_days_of")
        if node is None:
            return {}
        inner = Form(node, f"{form.subject}.within_days_of", self.agents, self.faults)
        return {name: inner.number(name, 0, 400) or Fraction(0) for name in inner.nodes}

    def _criterion(self, reader: EntryReader, node: Node, subject: str, theory: Theory) -> Criterion | None:
        keys = ("id", "name", "says", "gate", "answers", "signs_agent_uncertain", "signs_without_agent", "limits", "source")
        form = Form(node, subject, {*keys, "rules", "cautions", "passages", "review"}, self.faults)
        form.require(*keys, "rules")
        self._known(form, "gate", form.text("gate"), theory.numbers)
        self._known(form, "source", form.text("source"), self.sources)
        id = self._own_id(form, "criterion")
        rules = self._rules(form, reader, theory)
        answers = self._answers(form)
        if rules is None or answers is None:
            return None
        return Criterion(
            id=id,
            name=form.text("name"),
            says=form.text("says"),
            gate=form.text("gate"),
            answers=answers,
            signs_agent_uncertain=form.text("signs_agent_uncertain"),
            signs_without_agent=form.text("signs_without_agent"),
            limits=form.text("limits"),
            source=form.text("source"),
            rules=rules,
            cautions=form.each("cautions", lambda node, inner: self._rule(reader, node, inner, theory)),
            passages=form.each("passages", lambda node, inner: self._passage(reader, node, inner)),
            evidence=tuple(one for rule in rules for one in rule.evidence),
            review=reader.review_of(form),
            solver=Criterion.compile(rules, theory),
        )

    def _rules(self, form: Form, reader: EntryReader, theory: Theory) -> tuple[CriterionRule, ...] | None:
        before = len(self.faults)
        rules = form.each("rules", lambda node, inner: self._rule(reader, node, inner, theory))
        used = [rule for rule in rules if rule.review.status is not Status.WITHDRAWN]
        if "rules" in form.nodes and not getattr(form.nodes["rules"], "nodes", "text"):
            form.wrong("rules", "is empty: write at least one rule.")
        if rules and not used:
            form.wrong("rules", "are all withdrawn: withdraw the criterion itself, or keep one rule.")
        return rules if used and len(self.faults) == before else None

    def _rule(self, reader: EntryReader, node: Node, subject: str, theory: Theory) -> CriterionRule | None:
        form = reader.form(node, subject, "id", "says", "when")
        form.require("id", "says", "when")
        id, evidence, review = self._own_id(form, "rule"), form.each("evidence", reader.evidence), reader.review_of(form)
        rule = self._parsed(form, "when", parse_rule)
        if rule is None or not self._must_exist(form, "when", facts_of(rule), theory.numbers):
            return None
        solver = Solver(rule, theory)
        if not solver.can_hold:
            form.wrong("when", "can never hold, by itself or by the axioms: correct the rule.")
        elif not solver.can_fail:
            form.wrong("when", "holds in every record, by itself or by the axioms: correct the rule.")
        return CriterionRule(id, form.text("says"), form.text("when"), rule, solver, evidence, review)

    def _passage(self, reader: EntryReader, node: Node, subject: str) -> Passage:
        form = reader.form(node, subject, "heading", "says")
        form.require("heading", "says")
        return Passage(form.text("heading"), form.text("says"), form.each("evidence", reader.evidence), reader.review_of(form))

    def _answers(self, form: Form) -> dict[Truth, str] | None:
        node = form.nodes.get("answers")
        if node is None:
            return None
        inner = Form(node, f"{form.subject}.answers", [truth.value for truth in Truth], self.faults)
        inner.require(*(truth.value for truth in Truth))
        return {truth: inner.text(truth.value) for truth in Truth}

    def _own_id(self, form: Form, kind: str) -> str:
        """An entry's id, which no other entry of its kind has."""
        id = form.id()
        first = self.places.setdefault((kind, id), form.place)
        if id and first != form.place:
            form.wrong("id", f"is `{id}`, which stands at {first} already: merge the two, or choose another.")
        return id

    def _parsed(self, form: Form, key: str, parse: Callable[[str, Place], Parsed]) -> Parsed | None:
        """The rule under a key, or None with a fault noted; a column is given where the rule stands on one line."""
        node = form.nodes.get(key)
        if not isinstance(node, Scalar):
            form.text(key)
            return None
        if not form.text(key):
            form.wrong(key, "is empty: write facts, `and`, `or` and `not`.")
            return None
        try:
            return parse(*_rule_text(node))
        except RuleBroken as error:
            for fault in error.faults:
                form.fault(_seen(node, fault.place), fault.sentence)
            return None

    def _must_exist(self, form: Form, key: str, facts: Iterable[str], known: Iterable[str]) -> bool:
        unknown = [fact for fact in facts if fact not in known]
        node = form.nodes[key]
        if not isinstance(node, Scalar):
            return False
        for fact in unknown:
            text, place = _rule_text(node)
            found = re.search(rf"(?<![\w.]){re.escape(fact)}(?![\w.])", text)
            column = found.start() if found else 0
            sentence = f"`{fact}` is no fact that is known{did_you_mean(fact, known) or ': correct it, or define it in facts.yaml.'}"
            pointed = f"{sentence}\n    {text.rstrip()}\n    {' ' * column}^"
            form.fault(_seen(node, Place(place.file, place.line, place.column + column)), pointed)
        return not unknown

    def _known(self, form: Form, key: str, id: str, known: Iterable[str]) -> None:
        if id and id not in known:
            form.wrong(key, f"names `{id}`, which does not exist{did_you_mean(id, known) or ': correct it, or define it.'}")


def _rule_text(node: Scalar) -> tuple[str, Place]:
    """The text of a rule, and the place of its first character."""
    text = node.text if node.lead >= 0 else " ".join(node.text.split())
    return text, Place(node.place.file, node.place.line, node.place.column + max(node.lead, 0))


def _seen(node: Scalar, place: Place) -> Place:
    """A place within a rule; of a rule over several lines, the line where it begins."""
    return place if node.lead >= 0 else Place(place.file, place.line)
