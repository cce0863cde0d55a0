"""Random records: what the services show is what the files of knowledge say, read and evaluated a second time in the plainest way."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from types import CodeType
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import clonus
from clonus.catalogue.opening import KNOWLEDGE
from clonus.services.exposure import history_of
from clonus.services.knowing import known_facts

CATALOGUE = clonus.open_catalogue()
some = settings(max_examples=150, deadline=None, derandomize=True)
_WORD = re.compile(r"[a-z][a-z_0-9.]*")
_PYTHON = {"and", "or", "not", "least"}
_MOST_UNKNOWN = 12


def read(path: str) -> Any:
    """A file of knowledge, with every scalar as text."""
    return yaml.load((KNOWLEDGE / path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  it makes text alone


FACTS = {fact["id"]: fact for fact in read("facts.yaml")["facts"]}
AXIOMS = [axiom["axiom"].split(" implies ") for axiom in read("axioms.yaml")["axioms"]]
HUNTER = [rule["when"] for rule in read("criteria/hunter.yaml")["criteria"][0]["rules"]]
GRADES = read("severity.yaml")["grades"]
LEVELS = read("urgency.yaml")["levels"]
STEPS = [one for file in sorted((KNOWLEDGE / "steps").glob("*.yaml")) for one in read(f"steps/{file.name}")["steps"]]
WARNINGS = read("do_not.yaml")["do_not"]
NEEDS = read("may_give.yaml")["may_give"]
CONDITIONS = [one for file in sorted((KNOWLEDGE / "conditions").glob("*.yaml")) for one in read(f"conditions/{file.name}")["conditions"]]


@cache
def text_of(name: str) -> str:
    """What a name stands for, or nothing where it is a fact by itself."""
    if name in ("hunter", "hunter.signs"):
        whole = " or ".join(f"({rule})" for rule in HUNTER)
        return whole if name == "hunter" else whole.replace("serotonergic_agent and ", "")
    if name.startswith("severity."):
        grades = [grade["id"] for grade in GRADES]
        upto = GRADES[: grades.index(name.removeprefix("severity.")) + 1]
        return " or ".join(f"({rule['when']})" for grade in upto for rule in grade["rules"])
    if name.startswith("urgency."):
        levels = [level["id"] for level in LEVELS]
        upto = LEVELS[: levels.index(name.removeprefix("urgency.")) + 1]
        return " or ".join(f"({rule['when']})" for level in upto for rule in level["rules"])
    if name.startswith("step."):
        return next(f"({step['when']})" for step in STEPS if step["id"] == name.removeprefix("step."))
    about, _, stands = name.partition(".")
    if stands:
        rules = [rule["when"] for one in CONDITIONS if one["id"] == about for rule in one["rules"] if rule["stands"] == stands]
        return " or ".join(f"({rule})" for rule in rules)
    return str(FACTS[name].get("is", "")) if name in FACTS else ""


@cache
def python_of(rule: str) -> str:
    """A rule as a Python expression over `v`, its names spelled out."""
    counted = re.sub(r"at least (\d+) of \(", r"least(\1, ", " ".join(rule.split()))
    return _WORD.sub(
        lambda word: word[0] if word[0] in _PYTHON else f"({python_of(text_of(word[0]))})" if text_of(word[0]) else f"v[{word[0]!r}]",
        counted,
    )


@cache
def compiled(rule: str) -> CodeType:
    """A rule ready to be evaluated."""
    return compile(python_of(rule), rule, "eval")


@cache
def facts_in(rule: str) -> frozenset[str]:
    """The facts that a rule reads in the end."""
    return frozenset(re.findall(r"v\['([^']+)'\]", python_of(rule)))


def least(number: int, *parts: bool) -> bool:
    """Whether at least so many parts hold."""
    return sum(parts) >= number


def holds(rule: str, values: Mapping[str, bool]) -> bool:
    """Whether a rule holds where every fact has a value."""
    return bool(eval(compiled(rule), {"v": values, "least": least, "__builtins__": {}}))  # noqa: S307  the project's own rules


def words_of(axiom: list[str]) -> set[str]:
    """The facts that an axiom speaks of."""
    return {word for side in axiom for word in _WORD.findall(side)} - {"or", "and", "not"}


def limit(fact: Mapping[str, Any]) -> tuple[str, bool, float] | None:
    """The number that a fact compares, whether upward, and with what."""
    number = fact.get("measured") or fact.get("highest") or fact.get("patient")
    found = next(((key, fact[key]) for key in ("above", "at_least", "below", "at_most") if key in fact), None)
    return (f"{number} {'highest' in fact}", found[0] in ("above", "at_least"), float(found[1])) if number and found else None


def ties() -> Iterator[tuple[str, str, bool]]:
    """What thresholds of one number say of one another: beyond a farther one is beyond a nearer one, and never on both sides."""
    limits = {fact["id"]: found for fact in FACTS.values() if (found := limit(fact))}
    for (one, (number, rising, at)), (other, (same, also, mark)) in product(limits.items(), repeat=2):
        if number == same and rising == also and (at > mark if rising else at < mark):
            yield one, other, True
        if number == same and rising != also and (at >= mark if rising else at <= mark):
            yield one, other, False


TIES = list(ties())


class Second:
    """A second reading of one record: its facts are those that the record settles; all else is worked out here."""

    def __init__(self, record: clonus.PatientRecord):
        closed = known_facts(record, history_of(record, CATALOGUE), CATALOGUE).closed
        self.known = {
            fact.id: bool(closed[0] >> number & 1)
            for number, fact in enumerate(CATALOGUE.facts)
            if (closed[0] | closed[1]) >> number & 1 and not {"proved", "settled"} & set(FACTS.get(fact.id, {}))
        }
        self.concluded: dict[str, bool] = {}

    def truth(self, rule: str) -> bool | None:
        """Yes, no or unknown, over every completion that the axioms allow; None too where there are too many."""
        answers = {holds(rule, values) for values in self.completions(facts_in(rule))}
        return answers.pop() if len(answers) == 1 else None

    def completions(self, facts: frozenset[str]) -> Iterator[dict[str, bool]]:
        """Every way in which the unknown facts may be, as the axioms allow."""
        about = {fact for fact in facts if not self.is_about_knowledge(fact)}
        about |= {word for axiom in AXIOMS for side in axiom for word in _WORD.findall(side) if about & set(_WORD.findall(" ".join(axiom)))}
        fixed = {fact: self.knows(fact) for fact in facts if self.is_about_knowledge(fact)}
        unknown = sorted(fact for fact in about - {"or", "and", "not"} if fact not in self.known)
        first = {**self.known, **fixed, **dict.fromkeys(unknown, False)}
        axioms = [axiom for axiom in AXIOMS if words_of(axiom) & set(unknown) and words_of(axiom) <= set(first)]
        ties = [tie for tie in TIES if {tie[0], tie[1]} & set(unknown) and {tie[0], tie[1]} <= set(first)]
        for values in product((True, False), repeat=len(unknown)):
            whole = {**first, **dict(zip(unknown, values, strict=True))}
            tied = all(not whole[one] or whole[other] is value for one, other, value in ties)
            if tied and all(not holds(premise, whole) or holds(conclusion, whole) for premise, conclusion in axioms):
                yield whole

    def is_about_knowledge(self, fact: str) -> bool:
        """Whether a fact is about what is known."""
        return "proved" in FACTS.get(fact, {}) or "settled" in FACTS.get(fact, {})

    def knows(self, fact: str) -> bool:
        """The value of a fact about what is known."""
        if fact not in self.concluded:
            self.concluded[fact] = self._knows(fact)
        return self.concluded[fact]

    def _knows(self, fact: str) -> bool:
        if "proved" in FACTS[fact]:
            return self.truth(FACTS[fact]["proved"]) is True
        return all(any(one in self.known for one in group) for group in FACTS[fact]["settled"])

    def unknown_in(self, rule: str) -> int:
        """How many facts of a rule are unknown."""
        return len({fact for fact in facts_in(rule) if fact not in self.known and not self.is_about_knowledge(fact)})


SIGNS = (
    *("spontaneous_clonus", "inducible_clonus", "ocular_clonus", "hyperreflexia", "hypertonia", "tremor", "myoclonus", "agitation"),
    *("altered_mental_status", "diaphoresis", "shivering", "mydriasis", "diarrhea", "seizure", "coma", "rhabdomyolysis"),
    *("laryngeal_dystonia", "muscle_twitching", "akathisia", "restlessness", "dry_skin", "neck_stiffness", "headache", "dystonia"),
)
LISTS: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"name": "sertraline", "started": 400, "increased": 200}],
    [{"name": "sertraline", "started": 3}],
    [{"name": "phenelzine", "started": 90}, {"name": "citalopram", "started": 2}],
    [{"name": "linezolid", "started": 2}, {"name": "venlafaxine", "started": 90}],
    [{"name": "haloperidol", "started": 2}, {"name": "paroxetine", "started": 90}],
    [{"name": "paroxetine", "started": 90, "stopped": 4}],
    [{"name": "trazodone", "started": 90}],
)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A case in which most is known and a few things are not."""
    present = draw(st.sets(st.sampled_from(SIGNS), max_size=6))
    unknown = draw(st.sets(st.sampled_from(SIGNS), max_size=3))
    findings = {sign: "present" if sign in present else "absent" for sign in SIGNS if sign not in unknown}
    if findings.get("coma") == "present":
        findings["altered_mental_status"] = "present"
    if findings.get("akathisia") == "present":
        findings["restlessness"] = "present"
    if findings.get("laryngeal_dystonia") == "present":
        findings["dystonia"] = "present"
    vitals: dict[str, float] = {
        "heart_rate": draw(st.sampled_from((80, 110, 131))),
        "respiratory_rate": draw(st.sampled_from((8, 16, 25))),
        "systolic_bp": 130,
        "spo2": 97,
    }
    temperature = draw(st.sampled_from((None, 36.8, 38.0, 38.1, 38.6, 39.6, 41.2)))
    if temperature is not None:
        vitals["temperature"] = temperature
    labs = draw(st.sampled_from(({"sodium": 124}, {"glucose": 2.9, "sodium": 140}, {"lithium": 2.0})))
    baseline = draw(st.sampled_from(([], ["tremor"], ["hypertonia"], ["inducible_clonus"])))
    case = {"medications": draw(st.sampled_from(LISTS)), "findings": findings, "vitals": vitals, "labs": labs, "baseline": baseline}
    return {**case, "patient": {"age": draw(st.sampled_from((0.5, 40, 80))), "sex": "male"}}


records = cases().map(clonus.read_case)


def few(second: Second, rules: list[str]) -> bool:
    """Whether so little is unknown in some rules that every completion can be tried."""
    return all(second.unknown_in(rule) <= _MOST_UNKNOWN for rule in rules)


@some
@given(record=records)
def test_urgency_is_the_highest_level_of_which_a_rule_of_the_file_holds(record: clonus.PatientRecord) -> None:
    second, assessment = Second(record), clonus.assess(record)
    wanted = "cannot_tell"
    for level in LEVELS:
        whole = " or ".join(f"({rule['when']})" for rule in level["rules"])
        assert second.unknown_in(whole) <= _MOST_UNKNOWN, "the records are drawn so that every completion can be tried"
        if second.truth(whole):
            wanted = level["id"]
            break

    assert assessment.urgency.level == wanted
    for rule in assessment.urgency.grounds.rules:
        [when] = [one["when"] for level in LEVELS for one in level["rules"] if one["id"] == rule]
        assert second.truth(when) is True


@some
@given(record=records)
def test_severity_is_the_highest_grade_that_the_file_proves(record: clonus.PatientRecord) -> None:
    second, assessment = Second(record), clonus.assess(record)
    if second.knows("serotonin_toxicity_unlikely"):
        assert assessment.severity is None
        return
    proved = [grade["id"] for grade in GRADES if second.truth(f"severity.{grade['id']}") is True]
    open_or_proved = [grade["id"] for grade in GRADES if second.truth(f"severity.{grade['id']}") is not False]

    assert assessment.severity is not None
    assert assessment.severity.could_be == (open_or_proved[0] if open_or_proved else "none")
    assert assessment.severity.grade == (proved[0] if proved else "cannot_tell" if open_or_proved else "none")


@some
@given(record=records)
def test_a_condition_stands_as_the_rules_of_the_files_say(record: clonus.PatientRecord) -> None:
    second, assessment = Second(record), clonus.assess(record)
    shown = {one.condition: one.standing for one in assessment.differential}
    assert set(shown) == {condition["id"] for condition in CONDITIONS}
    for condition in CONDITIONS:
        if few(second, [rule["when"] for rule in condition["rules"]]):
            assert shown[condition["id"]] == standing(condition, second), condition["id"]


def standing(condition: Mapping[str, Any], second: Second) -> str:
    """How a condition stands by its file."""
    for word in ("supported", "unlikely", "possible"):
        if second.truth(
            " or ".join(f"({rule['when']})" for rule in condition["rules"] if rule["stands"] == word) or "seizure and not seizure"
        ):
            return word
    return "not_assessable"


DANGER = tuple(sign for sign in SIGNS if sign not in ("muscle_twitching", "akathisia", "restlessness", "dry_skin", "headache", "dystonia"))
MORE: tuple[dict[str, Any], ...] = (
    {"name": "tramadol", "started": 1},
    {"name": "phenelzine"},
    {"name": "linezolid", "started": 1},
    {"name": "fluoxetine", "stopped": 20},
)
URGENCIES = ("routine", "cannot_tell", "urgent", "emergency")
SEVERITIES = ("none", "cannot_tell", "mild", "moderate", "severe", "life_threatening")


@some
@given(case=cases(), sign=st.sampled_from(DANGER))
def test_a_danger_sign_that_is_found_makes_nothing_urgent_less_so_and_no_grade_lower(case: dict[str, Any], sign: str) -> None:
    found = {**case["findings"], sign: "present"}
    if sign == "coma":
        found["altered_mental_status"] = "present"
    if sign == "laryngeal_dystonia":
        found["dystonia"] = "present"

    before, after = (clonus.assess(clonus.read_case({**case, "findings": findings})) for findings in (case["findings"], found))

    assert_no_less(before, after)


@some
@given(case=cases(), drug=st.sampled_from(MORE))
def test_a_drug_that_is_added_makes_nothing_urgent_less_so_and_no_grade_lower(case: dict[str, Any], drug: dict[str, Any]) -> None:
    lists = (case["medications"], [*case["medications"], drug])

    before, after = (clonus.assess(clonus.read_case({**case, "medications": taken})) for taken in lists)

    assert_no_less(before, after)
    standings = {one.condition: one.standing for one in after.differential}
    if before.differential[0].condition == "serotonin_toxicity" and before.differential[0].standing != "unlikely":
        assert standings["serotonin_toxicity"] != "unlikely"


def assert_no_less(before: clonus.Assessment, after: clonus.Assessment) -> None:
    """What was urgent or an emergency stays at least that, and a proved grade stays at least that."""
    if before.urgency.level in URGENCIES[2:]:
        assert URGENCIES.index(after.urgency.level) >= URGENCIES.index(before.urgency.level)
    if before.severity is not None and before.severity.grade in SEVERITIES[2:]:
        assert after.severity is not None
        assert SEVERITIES.index(after.severity.grade) >= SEVERITIES.index(before.severity.grade)


@some
@given(case=cases(), turned=st.booleans())
def test_the_order_in_which_findings_and_drugs_are_written_changes_no_answer(case: dict[str, Any], turned: bool) -> None:
    other = {
        **case,
        "findings": dict(reversed(case["findings"].items())),
        "medications": case["medications"][::-1] if turned else case["medications"],
    }

    one, two = (clonus.assess(clonus.read_case(written)) for written in (case, other))

    for part in ("verdicts", "severity", "urgency", "differential", "open_questions", "pitfalls"):
        assert getattr(one, part) == getattr(two, part)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(record=records)
def test_a_plan_holds_the_steps_and_warnings_that_the_files_prove_and_no_others(record: clonus.PatientRecord) -> None:
    second, plan = Second(record), clonus.assess(record).plan
    for shown, written in (({one.step for one in plan.do}, STEPS), ({one.step for one in plan.do_not}, WARNINGS)):
        for entry in written:
            if few(second, [entry["when"]]):
                assert (entry["id"] in shown) is (second.truth(entry["when"]) is True), entry["id"]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(record=records)
def test_an_option_is_offered_only_where_its_step_and_its_own_rule_are_proved(record: clonus.PatientRecord) -> None:
    second, plan = Second(record), clonus.assess(record).plan
    offered = {(one.step, option.agent, option.route) for one in plan.do for option in one.options}
    for step in STEPS:
        for option in step.get("options", []):
            whole = f"({step['when']}) and ({option['when']})" if "when" in option else step["when"]
            if few(second, [whole]):
                assert ((step["id"], option["agent"], option["route"]) in offered) is (second.truth(whole) is True), option


@settings(max_examples=80, deadline=None, derandomize=True)
@given(record=records)
def test_what_may_be_given_is_what_the_file_proves_where_toxicity_is_in_question(record: clonus.PatientRecord) -> None:
    second, plan = Second(record), clonus.assess(record).plan
    shown = {(one.need, one.answer, one.agents) for one in plan.may_give}
    asked = second.truth("toxicity_in_question") is not False
    for need in NEEDS:
        if "when" not in need or few(second, [need["when"]]):
            held = asked and ("when" not in need or second.truth(need["when"]) is True)
            assert ((need["need"], need["answer"], tuple(need["agents"])) in shown) is held, need["id"]
