"""Texts, numbers and lists longer than anybody charts: each is a fault in a sentence, and found fast."""

from time import perf_counter

import pytest

import clonus
from clonus.adapters.formats.case import read_case
from clonus.adapters.formats.lookup import find
from clonus.domain.errors import InputRefused, NotFound
from clonus.services.reconcile import entry_of

CATALOGUE = clonus.open_catalogue()
NINES = "9" * 5_000


def faults_of(case: dict[str, object]) -> list[str]:
    """The sentences with which a case is refused, which takes no time worth speaking of."""
    begun = perf_counter()
    with pytest.raises(InputRefused) as refused:
        read_case(case, CATALOGUE)
    assert perf_counter() - begun < 5
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({"onset": f"{NINES} days ago"}, "which is not a moment"),
        ({"onset": f"1.{NINES} days ago"}, "which is not a moment"),
        ({"vitals": {"temperature": NINES}}, "longer than any number that is measured"),
        ({"vitals": {"temperature": f"{'9' * 50_000},"}}, "which has a comma"),
        ({"vitals": {"temperature": f"38 {' ' * 50_000}x"}}, "longer than any number that is measured"),
        ({"patient": {"age": NINES}}, "longer than any number that is measured"),
        ({"medications": [{"name": "sertraline", "dose": f"{NINES} mg"}]}, "`dose` is 5,003 characters long"),
        ({"medications": [{"name": "sertraline", "daily_dose": f"{NINES[:400]} mg"}]}, "a number of 100 digits or more"),
        ({"medications": [{"name": f"sertraline {NINES[:400]} mg"}]}, "a number of 100 digits or more"),
        ({"tolerated": [["sertraline", NINES]]}, "a name of this pair is 5,000 characters long"),
        ({"monitored": [NINES[:400]]}, "`monitored` names what holds a number of 100 digits"),
        ({"examinations": [{"at": "0", "findings": {"\ud800": "present"}}]}, "U+D800"),
    ],
)
def test_what_nobody_charts_is_a_fault(case: dict[str, object], says: str) -> None:
    assert says in faults_of(case)[0]


def test_many_faults_are_found_fast_and_suggestions_are_made_for_the_first_alone() -> None:
    found = faults_of({f"finding{n}": "present" for n in range(20_000)})

    assert len(found) == 20_000
    assert "did you mean `findings`?" in found[0]
    assert "did you mean" not in found[-1]


def test_an_answer_repeats_no_more_than_a_line_of_what_is_not_known() -> None:
    with pytest.raises(NotFound) as missing:
        find("x" * 60_000, CATALOGUE)
    with pytest.raises(InputRefused) as refused:
        entry_of("x" * 60_000)

    assert str(missing.value).count("x") < 100
    assert len(str(refused.value)) < 200
