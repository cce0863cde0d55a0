"""Reading what decides: axioms, criteria, grades, levels, conditions and pitfalls, their rules compiled over the facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Node, Scalar
from clonus.catalogue.shapes import Form
from clonus.catalogue.vocabulary import Vocabulary, must_exist, parsed, read_rule
from clonus.domain.errors import Fault, Place
from clonus.domain.evidence import Evidence, Review, Source, Status
from clonus.domain.truth import Truth
from clonus.rules.axioms import Theory
from clonus.rules.condition import Condition, Features, Level, Standing
from clonus.rules.criterion import Criterion, Passage, StatedRule, any_of
from clonus.rules.properties import Over, Property
from clonus.rules.solve import Solver
from clonus.rules.text import Implication, parse_implication, parse_rule, parse_statement
from clonus.rules.tree import And, Fact, Or, Rule, facts_of

Entries = Iterable[tuple[EntryReader, Node, str]]
WEIGHED = (Standing.SUPPORTED, Standing.UNLIKELY, Standing.POSSIBLE)
CLAIMS = ("accepted", "proposed", "contested")
HEADINGS = ("Mechanism", "Timing", "How to tell it apart", "What to check", "Frequency", "Pitfall", "Course", "By agent")


@dataclass(frozen=True, slots=True)
class Axiom:
    """A cited tie between facts."""

    id: str
    says: str
    text: str
    implication: Implication
    evidence: tuple[Evidence, ...]
    review: Review


def read_axioms(entries: Entries, numbered: Iterable[str], places: dict[str, Place]) -> list[Axiom]:
    """All axioms, each over facts that have a number."""
    known, axioms = tuple(numbered), []
    for reader, node, subject in entries:
        form = reader.form(node, subject, "id", "says", "axiom")
        form.require("id", "says", "axiom")
        id, evidence, review = form.own_id(places), form.each("evidence", reader.evidence), reader.review_of(form)
        implication = parsed(form, "axiom", parse_implication)
        if implication is None:
            continue
        must_exist(form, "axiom", (*facts_of(implication.premise), *facts_of(implication.conclusion)), known)
        axioms.append(Axiom(id, form.text("says"), form.text("axiom"), implication, evidence, review))
    return axioms


class RuleReader:
    """Reads what is made of rules; faults are gathered where the caller keeps them.

    Args:
        faults: where faults go.
        vocabulary: the names that rules may use; what is read here adds its own.
        theory: the axioms.
        sources: the publications.
        checked: whether these very rules were checked before, so that none need be compiled to see that it can hold and can fail.
    """

    def __init__(
        self, faults: list[Fault], vocabulary: Vocabulary, theory: Theory, sources: Mapping[str, Source], *, checked: bool = False
    ):
        self.faults, self.vocabulary, self.theory, self.sources, self.checked = faults, vocabulary, theory, sources, checked
        self.places: dict[str, dict[str, Place]] = {}

    def criteria(self, entries: Entries) -> dict[str, Criterion]:
        """All criteria, compiled; each is a name for its rule, and `id.signs` for its rule without the gate."""
        criteria = {}
        for reader, node, subject in entries:
            criterion = self._criterion(reader, node, subject)
            if criterion is not None:
                criteria[criterion.id] = criterion
                self.vocabulary.rules[criterion.id] = criterion.solver.rule
                self.vocabulary.rules[f"{criterion.id}.signs"] = _without(criterion.solver.rule, criterion.gate)
        return criteria

    def ladder(self, entries: Entries, name: str) -> tuple[Level, ...]:
        """The levels of a ladder, the highest first; `name.id` is a name for a level or a higher one."""
        levels: list[Level] = []
        above: list[Rule] = []
        for reader, node, subject in entries:
            form = Form(node, subject, ("id", "says", "rules", "allows", "review"), self.faults)
            form.require("id", "says", "rules")
            id, rules = self._own_id(form, name), self._rules(form, reader, "rules")
            if rules is None:
                continue
            allows = form.each("allows", lambda node, inner, reader=reader: self.rule(reader, node, inner))  # type: ignore[misc]
            above.append(any_of(rules))
            whole = above[0] if len(above) == 1 else Or(tuple(above))
            self.vocabulary.rules[f"{name}.{id}"] = whole
            levels.append(Level(id, form.text("says"), rules, allows, Solver(whole, self.theory), reader.review_of(form)))
        return tuple(levels)

    def conditions(self, entries: Entries) -> dict[str, Condition]:
        """All conditions of the differential, compiled; `id.standing` is a name for each of their standings."""
        read = (self._condition(*entry) for entry in entries)
        return {condition.id: condition for condition in read if condition is not None}

    def stated(self, entries: Entries, kind: str) -> dict[str, StatedRule]:
        """Rules that stand by themselves, such as pitfalls."""
        read = (self.rule(*entry, kind=kind) for entry in entries)
        return {rule.id: rule for rule in read if rule is not None}

    def properties(self, entries: Entries) -> dict[str, Property]:
        """All properties; their atoms are looked up when they are proved."""
        read = (self._property(*entry) for entry in entries)
        return {one.id: one for one in read if one is not None}

    def _property(self, reader: EntryReader, node: Node, subject: str) -> Property | None:
        form = reader.form(node, subject, "id", "says", "over", "holds", "reachable", "for_each", "danger")
        form.require("id", "says")
        before = len(self.faults)
        over = form.choice("over", [over.value for over in Over]) or Over.ONE.value
        holds = [read_rule(form, one, parse_statement) for one in form.items("holds") if isinstance(one, Scalar)]
        reachable = [read_rule(form, one, parse_rule) for one in form.items("reachable") if isinstance(one, Scalar)]
        danger = form.members("danger", self.theory.numbers, "a fact with a number")
        if not holds and not reachable:
            form.fault(form.place, "a property says what `holds`, or what is `reachable`: give at least one statement.")
        id, evidence = self._own_id(form, "property"), form.each("evidence", reader.evidence)
        if len(self.faults) > before:
            return None
        kept, met = tuple(one for one in holds if one), tuple(one for one in reachable if one)
        return Property(id, form.text("says"), Over(over), kept, met, form.text("for_each"), danger, evidence, reader.review_of(form))

    def _criterion(self, reader: EntryReader, node: Node, subject: str) -> Criterion | None:
        keys = ("id", "name", "says", "gate", "answers", "signs_agent_uncertain", "signs_without_agent", "limits", "source")
        form = Form(node, subject, {*keys, "also", "rules", "passages", "review"}, self.faults)
        form.require(*keys, "rules")
        form.names("gate", self.theory.numbers)
        form.names("source", self.sources)
        id, rules, answers = self._own_id(form, "criterion"), self._rules(form, reader, "rules"), self._answers(form)
        if rules is None or answers is None:
            return None
        return Criterion(
            id=id,
            name=form.text("name"),
            also=form.texts("also"),
            says=form.text("says"),
            gate=form.text("gate"),
            answers=answers,
            signs_agent_uncertain=form.text("signs_agent_uncertain"),
            signs_without_agent=form.text("signs_without_agent"),
            limits=form.text("limits"),
            source=form.text("source"),
            rules=rules,
            passages=form.each("passages", lambda node, inner: self._passage(reader, node, inner)),
            evidence=tuple(one for rule in rules for one in rule.evidence),
            review=reader.review_of(form),
            solver=Solver(any_of(rules), self.theory),
        )

    def _condition(self, reader: EntryReader, node: Node, subject: str) -> Condition | None:
        form = Form(node, subject, ("id", "name", "also", "says", "features", "passages", "rules", "review"), self.faults)
        form.require("id", "name", "says", "rules")
        id, before = self._own_id(form, "condition"), len(self.faults)
        rules = form.each("rules", lambda node, inner: self._standing(reader, node, inner))
        features = form.each("features", lambda node, inner: self._features(reader, node, inner))
        passages = form.each("passages", lambda node, inner: self._passage(reader, node, inner, HEADINGS))
        if len(self.faults) > before:
            return None
        used = [(standing, rule) for standing, rule in rules if rule.review.status is not Status.WITHDRAWN]
        solvers = {
            standing: Solver(any_of(rule for stands, rule in used if stands is standing), self.theory)
            for standing in Standing
            if any(stands is standing for stands, _ in used)
        }
        self.vocabulary.rules.update({f"{id}.{standing.value}": solver.rule for standing, solver in solvers.items()})
        evidence = tuple(one for _, rule in rules for one in rule.evidence)
        review = reader.review_of(form)
        timing = " ".join(passage.says for passage in passages if passage.heading == "Timing")
        asked = tuple((standing, solvers[standing]) for standing in WEIGHED if standing in solvers)
        name, says, also = form.text("name"), form.text("says"), form.texts("also")
        return Condition(id, name, says, features, passages, rules, timing, solvers, asked, evidence, review, also)

    def _standing(self, reader: EntryReader, node: Node, subject: str) -> tuple[Standing, StatedRule] | None:
        words = {standing.value: standing for standing in Standing if standing is not Standing.NOT_ASSESSABLE}
        form = reader.form(node, subject, "id", "says", "when", "stands")
        form.require("stands")
        stands, rule = form.choice("stands", words), self.rule(reader, node, subject, "stands")
        return (words[stands], rule) if rule and stands else None

    def _features(self, reader: EntryReader, node: Node, subject: str) -> Features:
        form = reader.form(node, subject, "for", "against")
        key = "for" if "for" in form.nodes else "against"
        if len(form.nodes.keys() & {"for", "against"}) != 1:
            form.fault(form.place, "features speak `for` a condition or `against` it: give one of the two.")
        facts = tuple(form.texts(key))
        for id in facts:
            if id not in self.vocabulary:
                form.wrong(key, f"names `{id}`, which is no fact that is known{form.nearest(id, self.vocabulary)}")
        return Features(key == "for", facts, form.each("evidence", reader.evidence))

    def _rules(self, form: Form, reader: EntryReader, key: str) -> tuple[StatedRule, ...] | None:
        before = len(self.faults)
        rules = form.each(key, lambda node, inner: self.rule(reader, node, inner))
        used = [rule for rule in rules if rule.review.status is not Status.WITHDRAWN]
        if key in form.nodes and not getattr(form.nodes[key], "nodes", "text"):
            form.wrong(key, "is empty: write at least one rule.")
        if rules and not used:
            form.wrong(key, "are all withdrawn: withdraw the whole, or keep one rule.")
        return rules if used and len(self.faults) == before else None

    def rule(
        self, reader: EntryReader, node: Node, subject: str, *more: str, kind: str = "rule", prefix: str = "", says: str = ""
    ) -> StatedRule | None:
        """A cited rule of an entry that may have `more` keys; `prefix` goes before its id, `says` stands where the entry has none."""
        form = reader.form(node, subject, "id", "says", "when", *more)
        form.require("id", "when", *(() if says else ("says",)))
        id, evidence, review = self._own_id(form, prefix or kind), form.each("evidence", reader.evidence), reader.review_of(form)
        rule = self.vocabulary.read(form, "when")
        if rule is None:
            return None
        solver = Solver(rule, self.theory)
        if self.checked:
            pass
        elif not solver.can_hold:
            form.wrong("when", "can never hold, by itself or by the axioms: correct the rule.")
        elif not solver.can_fail:
            form.wrong("when", "holds in every record, by itself or by the axioms: correct the rule.")
        return StatedRule(f"{prefix}{id}", form.text("says") or says, form.text("when"), rule, solver, evidence, review)

    def _passage(self, reader: EntryReader, node: Node, subject: str, headings: Iterable[str] = ()) -> Passage:
        form = reader.form(node, subject, "heading", "says", "claim")
        form.require("heading", "says")
        heading, allowed = form.text("heading"), tuple(headings)
        if allowed and heading and heading not in allowed:
            form.wrong("heading", f"is `{heading}`, which is none of {', '.join(allowed)}.")
        claim = form.choice("claim", CLAIMS) or ""
        if allowed and heading == "Mechanism" and "claim" not in form.nodes:
            form.wrong("heading", f"is a mechanism without a `claim`: write one of {', '.join(CLAIMS)}.")
        return Passage(heading, form.text("says"), form.each("evidence", reader.evidence), reader.review_of(form), claim)

    def _answers(self, form: Form) -> dict[Truth, str] | None:
        node = form.nodes.get("answers")
        if node is None:
            return None
        inner = Form(node, f"{form.subject}.answers", [truth.value for truth in Truth], self.faults)
        inner.require(*(truth.value for truth in Truth))
        return {truth: inner.text(truth.value) for truth in Truth}

    def _own_id(self, form: Form, kind: str) -> str:
        return form.own_id(self.places.setdefault(kind, {}))


def _without(rule: Rule, gate: str) -> Rule:
    """A rule as it reads once its gate holds."""
    match rule:
        case Or(parts):
            return Or(tuple(_without(part, gate) for part in parts))
        case And(parts):
            kept = tuple(part for part in parts if part != Fact(gate))
            return kept[0] if len(kept) == 1 else And(kept)
        case _:
            return rule
