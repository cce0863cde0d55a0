"""Random partial examinations for Hunter: what a verdict rests on, what would change it, and what is asked next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.conformance import oracle

import clonus
from clonus import Assessment, Truth
from clonus.domain.assessment import OpenQuestion, Verdict
from clonus.domain.errors import InputRefused

CATALOGUE = clonus.open_catalogue()

KINDS = ("spontaneous_clonus", "inducible_clonus", "ocular_clonus")
SIGNS = (*KINDS, "agitation", "diaphoresis", "tremor", "hyperreflexia", "hypertonia")
HOT = "temperature"
MEDICATIONS = "medications"
KEYS = (*SIGNS, "clonus_unspecified", "lead_pipe_rigidity", "hyperthermia")
COLD_AND_HOT = ((36.5, 37.6, 38.0), (38.1, 38.6, 39.7, 41.3))
FACT_OF = {MEDICATIONS: "serotonergic_agent", "clonus_unspecified": "clonus", HOT: "temperature_above_38_0"}
SAID = {"present": True, "absent": False}
KEY_OF = {fact: key for key, fact in FACT_OF.items()}

many = settings(max_examples=120, deadline=None, derandomize=True)
some = settings(max_examples=60, deadline=None, derandomize=True)

Answer = str | float | list[dict[str, str]]
Answers = Mapping[str, Answer]


# Random examinations.


@dataclass(frozen=True)
class Examination:
    """What was answered of one patient, by key; free of contradiction, because it is part of one true state."""

    answers: Answers
    state: Answers

    def case(self) -> dict[str, object]:
        """The case as a user writes it."""
        return case_of(self.answers)

    def recorded(self) -> tuple[str, ...]:
        """The keys that settle something: all but those that could not be examined."""
        return tuple(key for key, answer in self.answers.items() if answer != "cannot_examine")


def case_of(answers: Answers) -> dict[str, object]:
    """A case with these answers: findings, temperature and medications."""
    case: dict[str, object] = {"findings": {key: answer for key, answer in answers.items() if key in KEYS}}
    if MEDICATIONS in answers:
        case[MEDICATIONS] = answers[MEDICATIONS]
    if HOT in answers:
        case["vitals"] = {HOT: answers[HOT]}
    return case


@st.composite
def states(draw: st.DrawFn) -> Answers:
    """Every key answered, as one patient could truly be: the axioms hold."""
    present = set(draw(st.lists(st.sampled_from((*SIGNS, "lead_pipe_rigidity", "hyperthermia")), unique=True, max_size=5)))
    if present & set(KINDS):
        present.add("clonus_unspecified")
    if "lead_pipe_rigidity" in present:
        present.add("hypertonia")
    answers: dict[str, Answer] = {key: "present" if key in present else "absent" for key in KEYS}
    answers[HOT] = draw(st.sampled_from(COLD_AND_HOT["hyperthermia" in present]))
    answers[MEDICATIONS] = draw(st.sampled_from(([{"name": "sertraline"}], [{"name": "sertraline"}], [{"name": "sertraline"}], [])))
    return answers


@st.composite
def examinations(draw: st.DrawFn, least: int = 0, most: int = len(KEYS) + 1) -> Examination:
    """Medications, and so many other answers; a finding may be one that cannot be examined."""
    state = draw(states())
    seen = draw(st.lists(st.sampled_from((*KEYS, HOT)), unique=True, min_size=least, max_size=most))
    unseen = draw(st.lists(st.sampled_from(SIGNS), unique=True, max_size=2))
    hidden: dict[str, Answer] = {key: "cannot_examine" for key in unseen if key not in seen}
    return Examination({MEDICATIONS: state[MEDICATIONS], **{key: state[key] for key in seen}, **hidden}, state)


def taking_sertraline(**findings: str) -> Examination:
    """An examination with these findings, to be tried beside the random ones."""
    answers: dict[str, Answer] = {MEDICATIONS: [{"name": "sertraline"}], **findings}
    return Examination(answers, answers)


def assessed(answers: Answers) -> Assessment:
    """The assessment of a case with these answers."""
    return clonus.assess(clonus.read_case(case_of(answers), CATALOGUE), CATALOGUE)


def verdict(answers: Answers) -> Verdict:
    """The Hunter verdict on these answers."""
    return next(verdict for verdict in assessed(answers).verdicts if verdict.criterion == "hunter")


def truth(answers: Answers) -> Truth | None:
    """The truth of Hunter on these answers, or None where they contradict one another."""
    try:
        return verdict(answers).truth
    except InputRefused:
        return None


def without(answers: Answers, keys: tuple[str, ...]) -> Answers:
    """These answers but for some keys, which nobody asked."""
    return {key: answer for key, answer in answers.items() if key not in keys}


def test_the_random_examinations_reach_every_truth() -> None:
    reached: set[Truth] = set()

    @many
    @given(examination=examinations())
    def look(examination: Examination) -> None:
        reached.add(verdict(examination.answers).truth)

    look()

    assert reached == set(Truth)


# What a verdict is, and what it rests on.


@many
@given(examination=examinations())
def test_the_verdict_is_that_of_brute_force(examination: Examination) -> None:
    assert verdict(examination.answers).truth.value == oracle.truth(state_of(examination.answers))


@many
@given(examination=examinations(), data=st.data())
def test_one_more_finding_never_flips_a_decided_verdict(examination: Examination, data: st.DataObject) -> None:
    before = verdict(examination.answers).truth
    unanswered = [key for key in (*KEYS, HOT) if key not in examination.recorded()]
    more = data.draw(st.lists(st.sampled_from(unanswered), unique=True)) if unanswered else []

    after = verdict({**examination.answers, **{key: examination.state[key] for key in more}}).truth

    assert before in (Truth.UNKNOWN, after)


@many
@given(examination=examinations())
def test_the_facts_of_because_alone_give_the_same_truth_and_none_can_be_spared(examination: Examination) -> None:
    found = verdict(examination.answers)
    assume(found.truth is not Truth.UNKNOWN)

    alone = {KEY_OF.get(one.fact, one.fact): answer_for(one.fact, one.truth) for one in found.because}

    assert truth(alone) is found.truth
    assert all(truth(without(alone, (key,))) is Truth.UNKNOWN for key in alone)


def answer_for(fact: str, truth: Truth) -> Answer:
    """The answer of a case that settles one fact."""
    assert truth is not Truth.UNKNOWN
    if fact == "serotonergic_agent":
        return [{"name": "sertraline"}] if truth is Truth.YES else []
    if fact == "temperature_above_38_0":
        return 38.1 if truth is Truth.YES else 38.0
    return "present" if truth is Truth.YES else "absent"


@many
@given(examination=examinations())
def test_because_names_only_what_was_recorded_and_nothing_while_the_truth_is_unknown(examination: Examination) -> None:
    found = verdict(examination.answers)

    known = [KEY_OF.get(one.fact, one.fact) for one in found.because]

    assert len(set(known)) == len(known)
    assert bool(known) is (found.truth is not Truth.UNKNOWN)
    assert set(known) <= set(examination.recorded())


# What would change it.


@some
@given(examination=examinations(most=8))
def test_would_change_of_a_decided_verdict_is_every_minimal_set_of_recorded_facts_without_which_it_is_another(
    examination: Examination,
) -> None:
    found = verdict(examination.answers)
    assume(found.truth is not Truth.UNKNOWN)

    reported = [frozenset(facts) for facts in found.would_change]

    assert len(set(reported)) == len(reported)
    assert set(reported) == set(minimal_losses(examination, found.truth))


def minimal_losses(examination: Examination, before: Truth) -> list[frozenset[str]]:
    """The smallest sets of recorded facts of which the loss changes the truth, by trying all."""
    found: list[frozenset[str]] = []
    for keys in subsets(examination.recorded()):
        facts = frozenset(FACT_OF.get(key, key) for key in keys)
        if not any(smaller <= facts for smaller in found) and truth(without(examination.answers, keys)) is not before:
            found.append(facts)
    return found


def subsets(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every subset, the smallest first."""
    for size in range(len(keys) + 1):
        yield from combinations(keys, size)


@many
@given(examination=examinations(most=5))
@example(examination=taking_sertraline(clonus_unspecified="absent"))
@example(examination=taking_sertraline(inducible_clonus="absent", ocular_clonus="present"))
def test_each_set_of_would_change_of_an_undetermined_verdict_decides_it_when_otherwise_and_no_part_of_it_does(
    examination: Examination,
) -> None:
    found = verdict(examination.answers)
    assume(found.truth is Truth.UNKNOWN)

    reported = [tuple(KEY_OF.get(fact, fact) for fact in facts) for facts in found.would_change]

    assert len({frozenset(keys) for keys in reported}) == len(reported)
    assert all(keys == minimal for keys in reported for minimal in subsets(keys) if could_decide(examination.answers, minimal))
    assert all(could_decide(examination.answers, keys) for keys in reported)


@many
@given(examination=examinations(most=4))
@example(examination=taking_sertraline(clonus_unspecified="absent", agitation="absent"))
@example(examination=taking_sertraline(inducible_clonus="present", hyperthermia="present", lead_pipe_rigidity="absent"))
def test_would_change_of_an_undetermined_verdict_leaves_out_no_minimal_set_that_otherwise_would_decide_it(
    examination: Examination,
) -> None:
    found = verdict(examination.answers)
    assume(found.truth is Truth.UNKNOWN)

    reported = {frozenset(facts) for facts in found.would_change}

    assert set(minimal_reversals(examination)) <= reported


def minimal_reversals(examination: Examination) -> list[frozenset[str]]:
    """The smallest sets of recorded facts that decide the verdict when each is otherwise or unknown, by trying all."""
    found: list[frozenset[str]] = []
    for keys in subsets(examination.recorded()):
        facts = frozenset(FACT_OF.get(key, key) for key in keys)
        if not any(smaller <= facts for smaller in found) and could_decide(examination.answers, keys):
            found.append(facts)
    return found


def could_decide(answers: Answers, keys: tuple[str, ...]) -> bool:
    """Whether the verdict is decided once each of some keys is otherwise or unknown."""
    return any(truth(other) in (Truth.YES, Truth.NO) for other in otherwise(answers, keys))


def otherwise(answers: Answers, keys: tuple[str, ...]) -> Iterator[Answers]:
    """The answers with each of some keys reversed or not asked."""
    for reversed_ones in product((True, False), repeat=len(keys)):
        changed = {key: opposite(key, answers[key]) for key, turned in zip(keys, reversed_ones, strict=True) if turned}
        yield {**without(answers, keys), **changed}


def opposite(key: str, answer: Answer) -> Answer:
    """The other answer."""
    if key == MEDICATIONS:
        return [] if answer else [{"name": "sertraline"}]
    if isinstance(answer, float):
        return 38.0 if answer > 38 else 38.1
    return "absent" if answer == "present" else "present"


# What is asked next.


def settled_keys(examination: Examination) -> set[str]:
    """What need not or cannot be asked: what was answered or cannot be examined, and what follows from the answers."""
    answers = examination.answers
    settled = set(answers)
    if answers.get("clonus_unspecified") == "absent":
        settled |= set(KINDS)
    if answers.get("lead_pipe_rigidity") == "present":
        settled.add("hypertonia")
    if answers.get("hyperthermia") in ("present", "absent"):
        settled.add(HOT)
    return settled


def asked_for_hunter(questions: Iterable[OpenQuestion]) -> list[str]:
    """What is asked for the sake of the Hunter criteria, in order."""
    return [question.finding for question in questions if "hunter" in question.settles]


@many
@given(examination=examinations())
def test_nothing_is_asked_that_was_answered_or_follows_or_cannot_be_examined(examination: Examination) -> None:
    questions = assessed(examination.answers).open_questions
    asked = [question.finding for question in questions]

    assert len(set(asked)) == len(asked)
    assert set(asked_for_hunter(questions)) <= {*SIGNS, HOT}
    assert not set(asked) & (settled_keys(examination) - {MEDICATIONS})


@many
@given(examination=examinations())
def test_nothing_is_asked_about_a_criterion_that_is_decided(examination: Examination) -> None:
    assessment = assessed(examination.answers)
    assume(assessment.verdicts[0].truth is not Truth.UNKNOWN)

    settling = [question.finding for question in assessment.open_questions if "hunter" in question.settles]

    assert not settling


@many
@given(examination=examinations())
def test_of_the_questions_that_leave_the_urgency_alone_the_first_settles_as_much_of_the_criterion_as_any(examination: Examination) -> None:
    assume(verdict(examination.answers).truth is Truth.UNKNOWN)
    questions = assessed(examination.answers).open_questions
    asked = asked_for_hunter(question for question in questions if "urgency" not in question.settles)

    decides = [answers_that_decide(examination.answers, key) for key in asked]

    assert decides == [] or decides[0] == max(decides)


@many
@given(examination=examinations())
def test_whatever_decides_the_criterion_at_once_is_asked_for(examination: Examination) -> None:
    assume(verdict(examination.answers).truth is Truth.UNKNOWN)
    open_keys = [key for key in (*SIGNS, HOT) if key not in settled_keys(examination)]
    deciding = {key for key in open_keys if answers_that_decide(examination.answers, key)}

    assert deciding <= set(asked_for_hunter(assessed(examination.answers).open_questions))


def answers_that_decide(answers: Answers, key: str) -> int:
    """How many of the two answers of a question would decide the verdict at once; none where only one is possible."""
    possible = (38.1, 38.0) if key == HOT else ("present", "absent")
    truths = [truth({**answers, key: answer}) for answer in possible]
    return 0 if None in truths else sum(one is not Truth.UNKNOWN for one in truths)


@some
@given(examination=examinations(least=4))
@example(examination=taking_sertraline(**dict.fromkeys(("spontaneous_clonus", "agitation", "diaphoresis", "hypertonia"), "absent")))
@example(examination=taking_sertraline(agitation="absent", diaphoresis="absent", hypertonia="absent"))
def test_every_question_belongs_to_a_smallest_set_of_answers_that_would_settle_the_verdict(examination: Examination) -> None:
    state = state_of(examination.answers)
    unknown = tuple(name for name in oracle.SIGNS if state[name] is None)

    asked = set(asked_for_hunter(assessed(examination.answers).open_questions))

    settling = {name for met in (True, False) for one in oracle.minimal_forcing_sets(unknown, met, state) for name, _ in one}
    assert asked <= {HOT if name == "hot" else name for name in settling}


def state_of(answers: Answers) -> dict[str, bool | None]:
    """The answers as a state of the oracle, clonus included; what cannot be examined is unknown."""
    known: dict[str, bool | None] = {key: SAID.get(answer) for key, answer in answers.items() if isinstance(answer, str)}
    temperature = answers.get(HOT)
    hot = temperature > 38 if isinstance(temperature, float) else known.get("hyperthermia")
    state = {**{sign: known.get(sign) for sign in SIGNS}, "hot": hot, oracle.CLONUS: known.get("clonus_unspecified")}
    if known.get("lead_pipe_rigidity"):
        state["hypertonia"] = True
    return {**state, oracle.AGENT: bool(answers[MEDICATIONS])}


# How a case is written.


@many
@given(examination=examinations(), data=st.data())
def test_the_order_of_the_keys_never_changes_the_answer(examination: Examination, data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(examination.answers.items()))))
    turned = dict(reversed(case_of(shuffled).items()))

    assessment = clonus.assess(clonus.read_case(turned, CATALOGUE), CATALOGUE)

    assert assessment == assessed(examination.answers)


@many
@given(examination=examinations())
def test_what_cannot_be_examined_weighs_as_what_was_not_examined(examination: Examination) -> None:
    hidden = tuple(key for key, answer in examination.answers.items() if answer == "cannot_examine")

    found, expected = verdict(examination.answers), verdict(without(examination.answers, hidden))

    assert found == replace(expected, says=found.says)


@pytest.mark.parametrize("key", sorted(KEY_OF))
def test_the_facts_that_stand_for_a_key_exist(key: str) -> None:
    assert key in {fact.id for fact in CATALOGUE.facts}
