"""Reading what plans are made of: stages, steps with options and doses, warnings, pathways, needs, stopping and poison centers."""

import re
from collections.abc import Callable, Collection, Iterable
from fractions import Fraction
from typing import Any, TypeVar

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Node
from clonus.catalogue.rules import Entries, RuleReader
from clonus.catalogue.shapes import Form, number_of
from clonus.domain.errors import Fault, Place
from clonus.domain.evidence import Evidence, Grade, Status
from clonus.rules.criterion import StatedRule
from clonus.rules.plan import (
    Detail,
    Dose,
    Option,
    OtherRegimen,
    Pathway,
    PlanKnowledge,
    PoisonCenter,
    Remedy,
    Stage,
    Step,
    Stopping,
    Warned,
    WeightForAge,
)
from clonus.rules.solve import Solver
from clonus.rules.tree import And

IN_QUESTION = "toxicity_in_question"
Part = TypeVar("Part", Option, Dose, Detail)
ACTIONS = ("continue", "replace", "substitute", "finish", "hold")
ANSWERS = ("first", "option", "contested", "avoid")
NEEDS = (
    *("pain", "nausea", "agitation", "intubation", "paralysis", "low_pressure", "high_pressure"),
    *("seizure", "fever", "cough", "infection"),
)
DOSE_KEYS = (
    *("id", "from_age", "below_age", "from_weight", "below_weight", "amount", "per_kg", "unit", "most"),
    *("daily_most", "daily_most_per_kg", "how", "others", "chosen", "chosen_evidence"),
)
_NO_WORD = re.compile(r"\W+")
UNITS = ("mg", "g", "µg", "mL", "mmol")
PARTS = {
    "stages": "stages.yaml",
    "steps": "steps",
    "do_not": "do_not.yaml",
    "pathways": "pathways.yaml",
    "may_give": "may_give.yaml",
    "stopping": "stopping.yaml",
    "poison_centers": "poison_centers.yaml",
    "weights": "weights.yaml",
}


class PlanReader:
    """Reads the parts of plans; what is withdrawn is set aside in `withdrawn`, to be explained still.

    Args:
        rules: the reader of rules, whose vocabulary holds all that a step may speak of; steps add their own names.
        agents: the names of all substances, classes and ingredients.
        conditions: the ids of the differential.
    """

    def __init__(self, rules: RuleReader, agents: Collection[str], conditions: Collection[str]):
        self.rules, self.agents, self.conditions = rules, agents, conditions
        self.stages: dict[str, Stage] = {}
        self.steps: dict[str, Step] = {}
        self.written: set[str] = set()
        self.withdrawn: dict[str, Any] = {}

    def read(self, lists: Callable[[str, str], Entries]) -> PlanKnowledge:
        """Everything that plans are made of; `lists` gives the entries at a place under a key."""
        if IN_QUESTION not in self.rules.vocabulary:
            sentence = f"`{IN_QUESTION}` is missing: by it a plan knows whether to say what may be given."
            self.rules.faults.append(Fault(Place("facts.yaml"), sentence))
        entries = {key: lists(where, key) for key, where in PARTS.items()}
        self.stages = self._in_use(self._stage(*entry) for entry in entries["stages"])
        steps = self._in_use(self._step(*entry) for entry in entries["steps"])
        order = list(self.stages)
        self.steps = dict(sorted(steps.items(), key=lambda one: order.index(one[1].stage) if one[1].stage in order else -1))
        return PlanKnowledge(
            stages=self.stages,
            steps=self.steps,
            do_not=self._in_use(self._warned(*entry) for entry in entries["do_not"]),
            pathways=self._in_use(self._pathway(*entry) for entry in entries["pathways"]),
            may_give=self._in_use(self._remedy(*entry) for entry in entries["may_give"]),
            stopping=self._in_use(self._stopping(*entry) for entry in entries["stopping"]),
            poison_centers=self._in_use(self._center(*entry) for entry in entries["poison_centers"]),
            weights=self._in_use(self._weight(*entry) for entry in entries["weights"]),
        )

    def _in_use(self, entries: Iterable[Any]) -> dict[str, Any]:
        """The entries that could be read and may be used, by id."""
        read = [entry for entry in entries if entry is not None]
        self.withdrawn.update({entry.id: entry for entry in read if entry.review.status is Status.WITHDRAWN})
        return {entry.id: entry for entry in read if entry.review.status is not Status.WITHDRAWN}

    def _stage(self, reader: EntryReader, node: Node, subject: str) -> Stage:
        form = reader.form(node, subject, "id", "name")
        form.require("id", "name")
        return Stage(self._own_id(form, "stage"), form.text("name"), form.each("evidence", reader.evidence), reader.review_of(form))

    def _step(self, reader: EntryReader, node: Node, subject: str) -> Step | None:
        keys = ("name", "stage", "options", "details")
        form = reader.form(node, subject, "id", "says", "when", *keys)
        form.require("name", "stage")
        form.names("stage", self.stages)
        self.written.add(form.text("id"))
        rule = self.rules.rule(reader, node, subject, *keys, prefix="step.")
        if rule is None:
            return None
        id, taken = form.text("id"), list[str]()
        options = form.each("options", lambda node, inner: self._option(reader, node, inner, rule, taken))
        details = form.each("details", lambda node, inner: self._detail(reader, node, inner, f"{rule.id}.detail", taken))
        if rule.review.status is not Status.WITHDRAWN:
            self.rules.vocabulary.rules[rule.id] = rule.rule
        return Step(id, form.text("name"), form.text("stage"), rule, _used(options), _used(details))

    def _option(self, reader: EntryReader, node: Node, subject: str, step: StatedRule, taken: list[str]) -> Option | None:
        form = reader.form(node, subject, "agent", "route", "says", "when", "doses", "check")
        form.require("agent", "route")
        agent = form.text("agent")
        id = _numbered(f"offer.{step.id.removeprefix('step.')}.{agent.replace(' ', '_')}", taken)
        own = self.rules.vocabulary.read(form, "when") if "when" in form.nodes else step.rule
        if own is None:
            return None
        whole = step.rule if own is step.rule else And((step.rule, own))
        evidence, review = form.each("evidence", reader.evidence), reader.review_of(form)
        solver = Solver(whole, self.rules.theory)
        if not self.rules.checked and not solver.can_hold:
            form.wrong("when", "can never hold while the step applies: correct the rule, or remove the option.")
        rule = StatedRule(id, form.text("says") or agent, form.text("when") or step.text, whole, solver, evidence, review)
        doses = form.each("doses", lambda node, inner: self._dose(reader, node, inner))
        return Option(agent, form.text("route"), form.text("says"), rule, _used(doses), form.texts("check"), evidence)

    def _dose(self, reader: EntryReader, node: Node, subject: str) -> Dose | None:
        form = reader.form(node, subject, *DOSE_KEYS)
        form.require("id", "unit", "how")
        id, unit = self._own_id(form, "dose"), form.text("unit")
        if unit not in UNITS:
            form.wrong("unit", f"is `{unit}`, which should be one of {', '.join(UNITS)}.")
        per_kg = "per_kg" in form.nodes
        if per_kg == ("amount" in form.nodes):
            form.fault(form.place, "a dose has an `amount`, or an amount `per_kg`: give one of the two.")
            return None
        amounts = _amounts(form, "per_kg" if per_kg else "amount")
        evidence = form.each("evidence", reader.evidence)
        if evidence and all(one.grade is Grade.BACKGROUND for one in evidence):
            form.wrong("evidence", "is background alone, and a dose without a source is not printed: find its source, or remove the dose.")
        others = form.each("others", lambda node, inner: self._other(reader, node, inner))
        if others and "chosen" not in form.nodes:
            form.fault(form.place, "`chosen` is missing: where sources differ, a dose says why this regimen was chosen.")
        self._check_limits(form)
        if not amounts:
            return None
        return Dose(
            id=id,
            from_age=form.number("from_age", 0, 130),
            below_age=form.number("below_age", 0, 130),
            from_weight=form.number("from_weight", 0, 700),
            below_weight=form.number("below_weight", 0, 700),
            per_kg=per_kg,
            amounts=amounts,
            unit=unit,
            most=form.number("most", 0),
            daily_most=form.number("daily_most", 0),
            daily_most_per_kg=form.number("daily_most_per_kg", 0),
            how=form.text("how"),
            others=others,
            chosen=form.text("chosen"),
            chosen_evidence=form.each("chosen_evidence", reader.evidence),
            evidence=evidence,
            review=reader.review_of(form),
        )

    @staticmethod
    def _check_limits(form: Form) -> None:
        """That no limit of a dose would be read and then not be used."""
        if "most" in form.nodes and "per_kg" not in form.nodes:
            form.wrong("most", "limits an amount `per_kg`, and this dose has a fixed `amount`: remove it, or correct the amount.")
        if "daily_most_per_kg" in form.nodes and "daily_most" not in form.nodes:
            form.wrong("daily_most_per_kg", "lowers a `daily_most`, which is missing: add it.")
        for low, high in (("from_age", "below_age"), ("from_weight", "below_weight")):
            limits = form.number(low, 0), form.number(high, 0)
            if limits[0] is not None and limits[1] is not None and limits[0] >= limits[1]:
                form.wrong(low, f"leaves nobody below `{high}`: correct one of them.")

    def _other(self, reader: EntryReader, node: Node, subject: str) -> OtherRegimen:
        form = reader.form(node, subject, "says")
        form.require("says")
        return OtherRegimen(form.text("says"), form.each("evidence", reader.evidence))

    def _detail(self, reader: EntryReader, node: Node, subject: str, kind: str, taken: list[str]) -> Detail:
        form = reader.form(node, subject, "heading", "says", "when", "agents")
        form.require("heading", "says")
        evidence, review = form.each("evidence", reader.evidence), reader.review_of(form)
        id = _numbered(f"{kind}.{_NO_WORD.sub('_', form.text('heading').lower())}", taken)
        rule = self._own_rule(form, id, form.text("says"), evidence, reader)
        agents = form.members("agents", self.agents, "a substance or class that is known")
        return Detail(id, form.text("heading"), form.text("says"), rule, agents, evidence, review)

    def _warned(self, reader: EntryReader, node: Node, subject: str) -> Warned | None:
        keys = ("name", "forbids")
        form = reader.form(node, subject, "id", "says", "when", *keys)
        form.require("name")
        rule = self.rules.rule(reader, node, subject, *keys, prefix="do_not.")
        if rule is None:
            return None
        if rule.review.status is not Status.WITHDRAWN:
            self.rules.vocabulary.rules[rule.id] = rule.rule
        return Warned(form.text("id"), form.text("name"), rule, form.members("forbids", self.agents, "a substance or class that is known"))

    def _pathway(self, reader: EntryReader, node: Node, subject: str) -> Pathway | None:
        keys = ("name", "conditions", "steps")
        form = reader.form(node, subject, "id", "says", "when", *keys)
        form.require("name", "conditions", "steps")
        conditions, steps = form.texts("conditions"), form.texts("steps")
        for key, ids, known in (("conditions", conditions, self.conditions), ("steps", steps, self.written)):
            for id in ids:
                if id in self.withdrawn:
                    form.wrong(key, f"names `{id}`, which is withdrawn: take it out.")
                elif id not in known:
                    form.wrong(key, f"names `{id}`, which does not exist{form.nearest(id, known)}")
        rule = self.rules.rule(reader, node, subject, *keys, prefix="pathway.", says=form.text("name"))
        if rule is None:
            return None
        return Pathway(form.text("id"), form.text("name"), conditions, rule, steps)

    def _remedy(self, reader: EntryReader, node: Node, subject: str) -> Remedy | None:
        form = reader.form(node, subject, "id", "need", "agents", "answer", "when", "says")
        form.require("id", "need", "answer", "says")
        id, need, answer = self._own_id(form, "may_give"), form.choice("need", NEEDS), form.choice("answer", ANSWERS)
        evidence, review = form.each("evidence", reader.evidence), reader.review_of(form)
        if need is None or answer is None:
            return None
        rule = self._own_rule(form, id, form.text("says"), evidence, reader)
        return Remedy(id, need, self._known_agents(form), answer, form.text("says"), rule, evidence, review)

    def _stopping(self, reader: EntryReader, node: Node, subject: str) -> Stopping:
        form = reader.form(node, subject, "id", "agents", "says", "action", "when")
        form.require("id", "agents", "says")
        agents = form.members("agents", self.agents, "a substance or class that is known")
        id, evidence = self._own_id(form, "stopping"), form.each("evidence", reader.evidence)
        rule = self._own_rule(form, id, form.text("says"), evidence, reader)
        return Stopping(id, agents, form.text("says"), form.choice("action", ACTIONS) or "", rule, evidence, reader.review_of(form))

    def _center(self, reader: EntryReader, node: Node, subject: str) -> PoisonCenter:
        form = reader.form(node, subject, "id", "country", "phone", "says")
        form.require("id", "country", "phone", "says")
        evidence, review = form.each("evidence", reader.evidence), reader.review_of(form)
        return PoisonCenter(self._own_id(form, "center"), form.text("country"), form.text("phone"), form.text("says"), evidence, review)

    def _weight(self, reader: EntryReader, node: Node, subject: str) -> WeightForAge | None:
        form = reader.form(node, subject, "id", "below_age", "least", "most")
        form.require("id", "below_age", "least", "most")
        id, evidence, review = self._own_id(form, "weight"), form.each("evidence", reader.evidence), reader.review_of(form)
        below, least, most = form.number("below_age", 0, 130), form.number("least", 0, 700), form.number("most", 0, 700)
        return None if below is None or least is None or most is None else WeightForAge(id, below, least, most, evidence, review)

    def _known_agents(self, form: Form) -> tuple[str, ...]:
        form.members("agents", self.agents, "a substance or class that is known")
        return form.texts("agents")

    def _own_rule(self, form: Form, id: str, says: str, evidence: tuple[Evidence, ...], reader: EntryReader) -> StatedRule | None:
        """The rule under `when`, or None where there is none."""
        rule = self.rules.vocabulary.read(form, "when") if "when" in form.nodes else None
        if rule is None:
            return None
        return StatedRule(id, says, form.text("when"), rule, Solver(rule, self.rules.theory), evidence, reader.review_of(form))

    def _own_id(self, form: Form, kind: str) -> str:
        return form.own_id(self.rules.places.setdefault(kind, {}))


def _amounts(form: Form, key: str) -> tuple[Fraction, ...]:
    found = [number for number in map(number_of, form.texts(key)) if number is not None and number > 0]
    if len(found) != len(form.texts(key)) or len(found) not in (1, 2) or found != sorted(found):
        form.wrong(key, "should be one number, or the lowest and the highest, in brackets.")
        return ()
    return tuple(found)


def _used(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts of a step that are not withdrawn."""
    return tuple(part for part in parts if part.review.status is not Status.WITHDRAWN)


def _numbered(id: str, taken: list[str]) -> str:
    """An id of its own, by a number where a part before has the same."""
    taken.append(id)
    return f"{id}.{taken.count(id)}" if taken.count(id) > 1 else id
