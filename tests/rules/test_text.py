"""The rule language: what it reads, and the exact sentence for what it refuses."""

import pytest

from clonus.domain.errors import Place, RuleBroken
from clonus.rules.text import Implication, parse_implication, parse_rule
from clonus.rules.tree import And, AtLeast, Fact, Not, Or


def test_a_rule_is_read_as_it_is_written() -> None:
    read = parse_rule("agent and (clonus or not tremor) and at least 2 of (a, b and c, d)")

    counted = AtLeast(2, (Fact("a"), And((Fact("b"), Fact("c"))), Fact("d")))
    assert read == And((Fact("agent"), Or((Fact("clonus"), Not(Fact("tremor")))), counted))


def test_an_axiom_has_a_premise_and_a_conclusion() -> None:
    assert parse_implication("a implies b or c") == Implication(Fact("a"), Or((Fact("b"), Fact("c"))))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a and b or c", "1:9: `or` follows `and` without brackets: bracket one of them.\n    a and b or c\n            ^"),
        ("a or b and c", "1:8: `and` follows `or` without brackets: bracket one of them.\n    a or b and c\n           ^"),
        ("a and", "1:6: a fact, `not` or a bracket should stand here, not the end.\n    a and\n         ^"),
        ("(a or b", "1:8: `)` should stand here, not the end.\n    (a or b\n           ^"),
        ("a b", "1:3: `b` stands after the rule's end: join it with `and` or `or`.\n    a b\n      ^"),
        ("a)", "1:2: `)` closes a bracket that was never opened: open it, or leave it out.\n    a)\n     ^"),
        ("a AND b", "1:3: `AND` stands after the rule's end; did you mean `and`?\n    a AND b\n      ^"),
        ("a > 3", "1:3: `>` has no meaning in a rule: write facts, `and`, `or`, `not`.\n    a > 3\n      ^"),
        ("at least 4 of (a, b)", "1:1: `at least 4 of` lists 2: the number must be from 1 to 2.\n    at least 4 of (a, b)\n    ^"),
        ("at least a of (a, b)", "1:10: `at least` needs a number: write `at least 3 of (...)`.\n    at least a of (a, b)\n             ^"),
        ("", "1:1: a fact, `not` or a bracket should stand here, not the end.\n    \n    ^"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_column(text: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_rule(text)

    assert str(refusal.value) == sentence


def test_an_error_in_a_file_counts_from_where_the_text_begins() -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_rule("a and b or c", Place("criteria/hunter.yaml", 14, 13))

    assert str(refusal.value).startswith("criteria/hunter.yaml:14:21: `or` follows `and`")


@pytest.mark.parametrize("text", ["(" * 500 + "a" + ")" * 500, "not " * 500 + "a"])
def test_a_rule_that_is_nested_without_end_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="deep"):
        parse_rule(text)


def test_a_wrong_node_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="two parts"):
        And((Fact("a"),))
    with pytest.raises(ValueError, match="never be a question"):
        AtLeast(3, (Fact("a"), Fact("b")))
