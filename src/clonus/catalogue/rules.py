"""Reading what decides: facts, axioms and criteria, their rule texts parsed and checked against the facts that exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Node
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Fault, Place, RuleBroken, did_you_mean
from clonus.domain.evidence import Evidence, Review, Status
from clonus.domain.findings import Finding, Measurement
from clonus.domain.truth import Truth
from clonus.rules.axioms import Theory
from clonus.rules.criterion import Criterion, CriterionRule, Passage
from clonus.rules.facts import ExposureFact, FactDefinition, FindingFact, HighestFact, Threshold
from clonus.rules.solve import Solver
from clonus.rules.text import Implication, parse_implication, parse_rule
from clonus.rules.tree import facts_of

Entries = Iterable[tuple[EntryReader, Node, str]]
_FACT_KEYS = (
    *("id", "says", "finding", "asked", "follows_from", "highest", "above", "said_by"),
    *("exposure", "ask", "within_days", "within_days_of"),
)
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
    """Reads facts, axioms and criteria; faults are gathered where the caller keeps them."""

    def __init__(self, faults: list[Fault], findings: Mapping[str, Finding], measurements: Mapping[str, Measurement]):
        self.faults, self.findings, self.measurements = faults, findings, measurements

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
        return (*implicit, *defined)

    def axioms(self, entries: Entries, facts: Iterable[FactDefinition]) -> list[Axiom]:
        """All axioms, each over facts that exist."""
        known = {fact.id for fact in facts}
        axioms = []
        for reader, node, subject in entries:
            form = reader.form(node, subject, "id", "says", "axiom")
            form.require("id", "says", "axiom")
            try:
                implication = parse_implication(form.text("axiom"), _inside(form, "axiom"))
            except RuleBroken as error:
                self.faults.extend(error.faults)
                continue
            self._must_exist(form, "axiom", (*facts_of(implication.premise), *facts_of(implication.conclusion)), known)
            evidence = form.each("evidence", reader.evidence)
            axioms.append(Axiom(form.text("id"), form.text("says"), form.text("axiom"), implication, evidence, reader.review_of(form)))
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
        id, says, evidence, review = form.text("id"), form.text("says"), form.each("evidence", reader.evidence), reader.review_of(form)
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
            form.fault(form.place, "a fact is about a `finding`, the `highest` of a measurement or an `exposure`: give one of them.")
            return None
        return ExposureFact(id, says, about, form.text("ask"), form.number("within_days", 0, 400), self._windows(form), evidence, review)

    def _threshold(self, form: Form, key: str) -> Threshold:
        form.require("above")
        self._known(form, key, form.text(key), self.measurements)
        return Threshold(form.text(key), form.number("above") or Fraction(0))

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
        inner = Form(node, f"{form.subject}.within_days_of", getattr(node, "nodes", {}), self.faults)
        return {name: inner.number(name, 0, 400) or Fraction(0) for name in inner.nodes}

    def _criterion(self, reader: EntryReader, node: Node, subject: str, theory: Theory) -> Criterion | None:
        keys = ("id", "name", "says", "gate", "answers", "signs_agent_uncertain", "signs_without_agent", "limits", "source")
        form = Form(node, subject, {*keys, "rules", "cautions", "passages", "review"}, self.faults)
        form.require(*keys, "rules")
        rules = self._rules(form, reader, theory)
        answers = self._answers(form)
        if rules is None or answers is None:
            return None
        return Criterion(
            id=form.text("id"),
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
        if rules and not used:
            form.wrong("rules", "are all withdrawn: withdraw the criterion itself, or keep one rule.")
        return rules if used and len(self.faults) == before else None

    def _rule(self, reader: EntryReader, node: Node, subject: str, theory: Theory) -> CriterionRule | None:
        form = reader.form(node, subject, "id", "says", "when")
        form.require("id", "says", "when")
        try:
            rule = parse_rule(form.text("when"), _inside(form, "when"))
        except RuleBroken as error:
            self.faults.extend(error.faults)
            return None
        if not self._must_exist(form, "when", facts_of(rule), theory.numbers):
            return None
        solver = Solver(rule, theory)
        if not solver.can_hold:
            form.wrong("when", "can never hold: the axioms forbid it.")
        elif not solver.can_fail:
            form.wrong("when", "holds in every record: the axioms already say it.")
        evidence = form.each("evidence", reader.evidence)
        return CriterionRule(form.text("id"), form.text("says"), form.text("when"), rule, solver, evidence, reader.review_of(form))

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

    def _must_exist(self, form: Form, key: str, facts: Iterable[str], known: Iterable[str]) -> bool:
        unknown = [fact for fact in facts if fact not in known]
        for fact in unknown:
            column = form.text(key).find(fact)
            place = _inside(form, key)
            pointed = Place(place.file, place.line, place.column + column)
            self.faults.append(Fault(pointed, f"unknown fact `{fact}`{did_you_mean(fact, known) or '.'}", form.subject))
        return not unknown

    def _known(self, form: Form, key: str, id: str, known: Iterable[str]) -> None:
        if id not in known:
            form.wrong(key, f"names `{id}`, which does not exist{did_you_mean(id, known) or '.'}")


def _inside(form: Form, key: str) -> Place:
    """Where the text of a value begins."""
    node = form.nodes.get(key)
    return node.place if node else form.place
