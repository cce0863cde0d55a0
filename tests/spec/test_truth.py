"""Truth has three values, no default and no truthiness."""

from collections.abc import Callable
from itertools import product

import pytest

from clonus import Truth
from clonus.domain.truth import any_of

ANSWERS = {Truth.YES: {True}, Truth.NO: {False}, Truth.UNKNOWN: {True, False}}
EVERY_LIST = [list(truths) for length in range(6) for truths in product(Truth, repeat=length)]


def expected_any(truths: list[Truth]) -> Truth:
    """What holds of "any of these" over every way in which the unknown ones could turn out."""
    outcomes = {any(answers) for answers in product(*(ANSWERS[truth] for truth in truths))}
    return Truth.UNKNOWN if outcomes == {True, False} else Truth.of(outcomes.pop())


def test_there_are_three_truths() -> None:
    assert [truth.value for truth in Truth] == ["yes", "no", "unknown"]


@pytest.mark.parametrize(("value", "truth"), [(True, Truth.YES), (False, Truth.NO), (None, Truth.UNKNOWN)])
def test_a_missing_boolean_is_unknown_and_any_other_is_itself(value: bool | None, truth: Truth) -> None:
    assert Truth.of(value) is truth


def test_any_of_is_exact_over_every_way_in_which_the_unknown_could_turn_out() -> None:
    differing = [truths for truths in EVERY_LIST if any_of(truths) is not expected_any(truths)]

    assert len(EVERY_LIST) == 1 + 3 + 9 + 27 + 81 + 243
    assert not differing


def test_any_of_nothing_is_no() -> None:
    assert any_of([]) is Truth.NO


def test_any_of_does_not_depend_on_the_order() -> None:
    differing = [truths for truths in EVERY_LIST if any_of(truths) is not any_of(truths[::-1])]

    assert not differing


@pytest.mark.parametrize(("left", "right"), list(product(Truth, repeat=2)))
def test_any_of_two_reads_its_nine_row_table(left: Truth, right: Truth) -> None:
    table = {
        (Truth.NO, Truth.NO): Truth.NO,
        (Truth.NO, Truth.UNKNOWN): Truth.UNKNOWN,
        (Truth.UNKNOWN, Truth.NO): Truth.UNKNOWN,
        (Truth.UNKNOWN, Truth.UNKNOWN): Truth.UNKNOWN,
    }

    assert any_of([left, right]) is table.get((left, right), Truth.YES)


CONDITIONS: list[Callable[[Truth], object]] = [
    bool,
    lambda truth: not truth,
    lambda truth: truth and True,
    lambda truth: truth or True,
    lambda truth: 1 if truth else 0,
    lambda truth: any([truth]),
    lambda truth: all([truth]),
    lambda truth: list(filter(None, [truth])),
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=["bool", "not", "and", "or", "if", "any", "all", "filter"])
@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_used_as_a_condition_raises(truth: Truth, condition: Callable[[Truth], object]) -> None:
    with pytest.raises(TypeError, match="never use it as a condition"):
        condition(truth)


@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_equals_itself_and_no_boolean_or_word(truth: Truth) -> None:
    others: list[object] = [True, False, None, truth.value]

    assert truth not in others
    assert {other for other in Truth if other == truth} == {truth}
