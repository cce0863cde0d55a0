"""A table that is searched where it lies gives the same answers as one that is laid out, since it is asked often."""

import random

import clonus
from clonus.catalogue.names import OFTEN, SortedTable


def test_a_beginning_is_found_in_either_way() -> None:
    table = SortedTable(clonus.open_catalogue().names.table.content)
    chance = random.Random(3)
    asked = [key[: chance.randint(1, len(key))] + chance.choice(["", " ", "-", "x", "é"]) for key in chance.sample(table.keys(), 2_000)]

    searched = [table.begins(one) for one in asked]
    for _ in range(OFTEN + 1):
        table.find("zoloft")

    assert [table.begins(one) for one in asked] == searched
    assert {True, False} == set(searched)
