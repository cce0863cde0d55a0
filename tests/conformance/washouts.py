"""A second reading of the table of washouts, written from its words alone: plain YAML, sets of names, and no code of the product.

For a pair in a direction it says which statements bear on it, which of them stand, and how many days the longest of those asks for.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import clonus.knowledge

KNOWLEDGE = Path(clonus.knowledge.__file__).parent


@cache
def groups() -> dict[str, set[str]]:
    """Every word that may name agents, and the agents."""
    found: dict[str, set[str]] = {}
    for file in (KNOWLEDGE / "substances").glob("*.yaml"):
        for entry in read(file)["substances"]:
            found[entry["name"]] = {entry["name"]}
            for word in entry["classes"]:
                found.setdefault(word, set()).add(entry["name"])
    return found


@cache
def statements() -> list[dict[str, Any]]:
    """The statements, each with the pairs that it speaks of."""
    table: list[dict[str, Any]] = read(KNOWLEDGE / "washouts.yaml")["washouts"]
    return [{**one, "pairs": {(a, b) for a in meant(one["from"]) for b in meant(one["to"])}} for one in table]


def read(file: Path) -> Any:
    """A YAML file."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)


def meant(words: list[str]) -> set[str]:
    """The agents that a list of words names."""
    named = set().union(*(groups()[word] for word in words if not word.startswith("not ")))
    return named - set().union(*(groups()[word[4:]] for word in words if word.startswith("not ")))


def standing(leaving: str, starting: str) -> list[dict[str, Any]]:
    """The statements about a pair that no other of the same authority replaces."""
    bearing = [one for one in statements() if (leaving, starting) in one["pairs"]]

    def closer(one: dict[str, Any], other: dict[str, Any], end: str, agent: str) -> int:
        named, other_named = agent in one[end], agent in other[end]
        if named or other_named:
            return named - other_named
        return (meant(one[end]) < meant(other[end])) - (meant(other[end]) < meant(one[end]))

    def replaced(one: dict[str, Any]) -> bool:
        others = [other for other in bearing if other["authority"] == one["authority"] and other is not one]
        ranks = [(closer(other, one, "from", leaving), closer(other, one, "to", starting)) for other in others]
        return any(first > 0 or (first == 0 and then > 0) for first, then in ranks)

    return [one for one in bearing if not replaced(one)]


def days(leaving: str, starting: str, authority: str = "") -> int | None:
    """The days that act: those of the authority where it has a statement, else the longest; None where there is no statement."""
    stand = standing(leaving, starting)
    own = [one for one in stand if one["authority"] == authority]
    return max((one["days"] for one in own or stand), default=None)
