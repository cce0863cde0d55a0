"""Reading facts: what each of them is about, checked against the findings, measurements and agents that exist."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from itertools import combinations

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Items, Node, Scalar
from clonus.catalogue.shapes import Form
from clonus.catalogue.vocabulary import Vocabulary
from clonus.domain.errors import Fault, Place
from clonus.domain.evidence import Evidence, Review, Status
from clonus.domain.findings import Finding, Measurement
from clonus.domain.interactions import OnlyFor
from clonus.rules.axioms import Theory
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
from clonus.rules.known import Conclusion
from clonus.rules.solve import Solver
from clonus.rules.text import Implication
from clonus.rules.tree import Fact, Not, facts_of

Entries = Iterable[tuple[EntryReader, Node, str]]
_COMPARISONS = ("above", "at_least", "below", "at_most")
_KINDS = {
    "finding": ("asked", "follows_from"),
    "measured": _COMPARISONS,
    "highest": ("above", "said_by"),
    "exposure": ("ask", "of", "but_not", "by_form", "within_days", "within_days_of"),
    "patient": (*_COMPARISONS, "equals"),
    "condition": (),
    "baseline": (),
    "recorded": (),
    "is": (),
    "proved": (),
    "settled": (),
}
_FACT_KEYS = ("id", "says", *dict.fromkeys((*_KINDS, *(key for keys in _KINDS.values() for key in keys))))
EXPOSURES = ("serotonergic_agent", "recent_change", "overdose", "weak_alone", "on_board", "changed", "stopped", "taken")
_PATIENT = ("age", "pregnant", "gestation_weeks", "postpartum_days", "hours_from_trigger_to_onset")
_METABOLISM = ("poor", "intermediate", "normal", "ultrarapid")
WORDS = {"sex": ("female", "male", "other"), "cyp2d6": _METABOLISM, "cyp2c19": _METABOLISM}
_RECORDED = ("other_causes", "rising_temperature", "any_finding")


class FactReader:
    """Reads the facts; faults are gathered where the caller keeps them.

    Args:
        faults: where faults go.
        findings: the findings in use.
        measurements: the measurements in use.
        agents: the names of all substances, classes and ingredients, withdrawn ones included.
    """

    def __init__(
        self,
        faults: list[Fault],
        findings: Mapping[str, Finding],
        measurements: Mapping[str, Measurement],
        agents: Collection[str],
    ):
        self.faults, self.findings, self.measurements, self.agents = faults, findings, measurements, agents
        self.places: dict[str, Place] = {}
        self._proved: dict[str, Form] = {}
        self._pending: dict[str, tuple[Form, str, tuple[Evidence, ...], Review]] = {}

    def facts(self, entries: Entries) -> tuple[FactDefinition, ...]:
        """The facts that have a number: one for each finding, in the findings' order, then those of facts.yaml."""
        read = [fact for fact in (self._fact(*entry) for entry in entries) if fact is not None]
        defined = [fact for fact in read if fact.review.status is not Status.WITHDRAWN]
        stood_for = {fact.finding for fact in defined if isinstance(fact, FindingFact)}
        implicit: list[FactDefinition] = [
            FindingFact(finding.id, finding.name, finding.id, None, True, finding.evidence, finding.review)
            for finding in self.findings.values()
            if finding.id not in stood_for
        ]
        sound = {fact.id for fact in read if not isinstance(fact, FindingFact) or fact.finding in self.findings}
        for taken in sorted({fact.id for fact in implicit} & (sound | set(self._pending))):
            sentence = f"`{taken}` is the id of a finding, which is a fact by itself: choose another."
            self.faults.append(Fault(self.places[taken], sentence))
        return (*implicit, *defined)

    def vocabulary(self, facts: Iterable[FactDefinition]) -> Vocabulary:
        """The numbered facts with the names that facts.yaml defines by rules."""
        vocabulary = Vocabulary(fact.id for fact in facts)
        for id, (form, _, _, review) in self._pending.items():
            if review.status is not Status.WITHDRAWN:
                vocabulary.define(id, form, "is")
        return vocabulary

    def defined(self, vocabulary: Vocabulary, theory: Theory) -> dict[str, DefinedFact]:
        """The facts that are names for rules, read through a vocabulary that holds all that they may use."""
        read = {}
        for id, (form, says, evidence, review) in self._pending.items():
            rule = vocabulary.rule(id, form, "is") if review.status is not Status.WITHDRAWN else None
            if rule is not None:
                read[id] = DefinedFact(id, says, form.text("is"), rule, Solver(rule, theory), evidence, review)
        return read

    def concluded(self, facts: tuple[FactDefinition, ...], vocabulary: Vocabulary) -> tuple[FactDefinition, ...]:
        """All facts with the rules of those about what is known, each over facts before it alone."""
        order = {fact.id: number for number, fact in enumerate(facts)}
        later = {fact.id for fact in facts if isinstance(fact, (ProvedFact, SettledFact))}
        return tuple(self._with_rule(fact, vocabulary, order, later) if isinstance(fact, ProvedFact) else fact for fact in facts)

    def _with_rule(self, fact: ProvedFact, vocabulary: Vocabulary, order: Mapping[str, int], later: Collection[str]) -> ProvedFact:
        form = self._proved[fact.id]
        rule = vocabulary.read(form, "proved")
        for used in facts_of(rule) if rule else ():
            if used in later and order[used] >= order[fact.id]:
                form.wrong("proved", f"uses `{used}`, which stands below it: a fact about what is known uses only those above it.")
        return fact if rule is None else ProvedFact(fact.id, fact.says, fact.text, rule, fact.evidence, fact.review)

    def _fact(self, reader: EntryReader, node: Node, subject: str) -> FactDefinition | None:
        form = reader.form(node, subject, *_FACT_KEYS)
        form.require("id", "says")
        id, says, evidence = form.own_id(self.places), form.text("says"), form.each("evidence", reader.evidence)
        review = reader.review_of(form)
        kind = self._kind(form)
        if kind == "is":
            form.text("is")
            self._pending[id] = (form, says, evidence, review)
            return None
        return self._of_kind(kind, form, (id, says), (evidence, review)) if kind else None

    def _kind(self, form: Form) -> str:
        kinds = [kind for kind in _KINDS if kind in form.nodes]
        if len(kinds) != 1:
            form.fault(form.place, f"a fact is about one thing: give one of {', '.join(f'`{kind}`' for kind in _KINDS)}.")
            return ""
        for key in (key for keys in _KINDS.values() for key in keys):
            if key in form.nodes and key not in _KINDS[kinds[0]]:
                form.wrong(key, f"does not go with `{kinds[0]}`: remove one of them.")
        return kinds[0]

    def _of_kind(self, kind: str, form: Form, name: tuple[str, str], basis: tuple[tuple[Evidence, ...], Review]) -> FactDefinition | None:
        match kind:
            case "finding":
                form.names("finding", self.findings)
                return FindingFact(*name, form.text("finding"), self._follows_from(form), form.flag("asked") is not False, *basis)
            case "measured":
                return MeasuredFact(*name, self._threshold(form, "measured"), *basis)
            case "highest":
                if "said_by" in form.nodes:
                    form.names("said_by", self.findings)
                return HighestFact(*name, self._threshold(form, "highest"), form.text("said_by"), *basis)
            case "exposure":
                return self._exposure(form, name, basis)
            case "patient":
                key = form.choice("patient", (*_PATIENT, *WORDS))
                limit = self._compared(form, key) if key in _PATIENT and key != "pregnant" else None
                return PatientFact(*name, key, limit, self._word(form, key), *basis) if key else None
            case "condition":
                return ConditionFact(*name, form.text("condition"), *basis)
            case "baseline":
                return BaselineFact(*name, form.members("baseline", self.findings, "a finding"), *basis)
            case "recorded":
                about = form.choice("recorded", _RECORDED)
                return RecordFact(*name, about, *basis) if about else None
            case "proved":
                self._proved[name[0]] = form
                return ProvedFact(*name, form.text("proved"), Fact(name[0]), *basis)
            case _:
                return SettledFact(*name, self._groups(form), *basis)

    @staticmethod
    def _word(form: Form, key: str) -> str:
        """The word that a key of the patient should be, where it holds words."""
        if key in WORDS:
            form.require("equals")
        return form.choice("equals", WORDS.get(key, ())) or ""

    def _exposure(self, form: Form, name: tuple[str, str], basis: tuple[tuple[Evidence, ...], Review]) -> ExposureFact | None:
        about = form.choice("exposure", EXPOSURES)
        if about is None:
            return None
        of, but_not = (form.members(key, self.agents, "a substance, a class or a known ingredient") for key in ("of", "but_not"))
        if about in ("on_board", "changed", "stopped", "taken") and "of" not in form.nodes:
            form.require("of")
        return ExposureFact(
            *name, about, form.text("ask"), of, but_not, self._forms(form), form.number("within_days", 0, 400), self._windows(form), *basis
        )

    def _threshold(self, form: Form, key: str) -> Threshold:
        form.names(key, self.measurements)
        measurement = self.measurements.get(form.text(key))
        limits = (measurement.least, measurement.most) if measurement else (None, None)
        return self._compared(form, form.text(key), *limits)

    def _compared(self, form: Form, key: str, least: Fraction | None = None, most: Fraction | None = None) -> Threshold:
        given = [comparison for comparison in _COMPARISONS if comparison in form.nodes]
        if len(given) != 1:
            form.fault(form.place, f"`above` or another limit is missing or stands twice: give one of {', '.join(_COMPARISONS)}.")
            return Threshold(key, "above", Fraction(0))
        return Threshold(key, given[0], form.number(given[0], least, most) or Fraction(0))

    def _follows_from(self, form: Form) -> Threshold | None:
        node = form.nodes.get("follows_from")
        if node is None:
            return None
        inner = Form(node, f"{form.subject}.follows_from", ("measurement", *_COMPARISONS), self.faults)
        inner.require("measurement")
        return self._threshold(inner, "measurement")

    def _windows(self, form: Form) -> Mapping[str, Fraction]:
        node = form.nodes.get("within_days_of")
        if node is None:
            return {}
        inner = Form(node, f"{form.subject}.within_days_of", self.agents, self.faults)
        return {name: inner.number(name, 0, 400) or Fraction(0) for name in inner.nodes}

    def _forms(self, form: Form) -> Mapping[str, OnlyFor]:
        node = form.nodes.get("by_form")
        if node is None:
            return {}
        outer = Form(node, f"{form.subject}.by_form", self.agents, self.faults)
        forms = {}
        for name, given in outer.nodes.items():
            inner = Form(given, f"{outer.subject}.{name}", ("forms", "above_mg", "form_mg"), self.faults)
            inner.require("forms", "above_mg")
            limit, doses = inner.number("above_mg", 0), inner.numbers("form_mg")
            forms[name] = OnlyFor(name, inner.texts("forms"), limit, None, form_mg=doses)
        return forms

    def _groups(self, form: Form) -> tuple[tuple[str, ...], ...]:
        groups = []
        for node in form.items("settled"):
            members = node.nodes if isinstance(node, Items) else ()
            if not members or not all(isinstance(member, Scalar) for member in members):
                form.fault(node.place, "a group of `settled` is a list of facts: write [ ] around them.")
            groups.append(tuple(member.text.strip() for member in members if isinstance(member, Scalar)))
        return tuple(groups)

    def check_groups(self, facts: Iterable[FactDefinition], vocabulary: Vocabulary) -> None:
        """Every fact of a `settled` has a number."""
        for fact in facts:
            for id in (id for group in fact.groups for id in group) if isinstance(fact, SettledFact) else ():
                if id not in vocabulary.numbered:
                    self.faults.append(Fault(self.places[fact.id], f"`settled` names `{id}`, which is no fact with a number.", fact.id))


def thresholds_tied(facts: Iterable[FactDefinition]) -> list[Implication]:
    """What arithmetic says of thresholds of one number: one holds with another, or not beside it."""
    groups: dict[tuple[type, str], list[tuple[str, Threshold]]] = {}
    for fact in facts:
        if isinstance(fact, (MeasuredFact, HighestFact, PatientFact)) and fact.threshold:
            groups.setdefault((type(fact), fact.threshold.measurement), []).append((fact.id, fact.threshold))
    tied = []
    for group in groups.values():
        for (one, first), (other, second) in combinations(group, 2):
            for this, its, that, others in ((one, first, other, second), (other, second, one, first)):
                implied = its.implies(others)
                if implied is not None:
                    tied.append(Implication(Fact(this), Fact(that) if implied else Not(Fact(that))))
    return tied


def compiled(facts: tuple[FactDefinition, ...], theory: Theory) -> tuple[Conclusion, ...]:
    """The facts about what is known, ready to be drawn from a record, in their order."""
    conclusions = []
    for number, fact in enumerate(facts):
        if isinstance(fact, ProvedFact):
            conclusions.append(Conclusion(number, Solver(fact.rule, theory), ()))
        elif isinstance(fact, SettledFact):
            groups = tuple(sum(1 << theory.numbers[id] for id in set(group)) for group in fact.groups)
            conclusions.append(Conclusion(number, None, groups))
    return tuple(conclusions)
