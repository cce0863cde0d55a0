"""Three whole answers as a terminal shows them at 80 columns: what a reader sees at three in the morning."""

from pathlib import Path

import pytest

import clonus
from clonus.adapters.formats.case import read_cases
from clonus.adapters.formats.text import WIDTH, to_text
from tests.golden import assert_golden

HERE = Path(__file__).parent
CATALOGUE = clonus.open_catalogue()
RECORDS = {record.id: record for record in read_cases(HERE / "nights.yaml", CATALOGUE).records}


@pytest.mark.parametrize("id", RECORDS)
def test_the_answer_in_a_terminal_is_its_golden_text(id: str) -> None:
    shown = to_text([clonus.assess(RECORDS[id], CATALOGUE)], (), CATALOGUE, closing=False)

    assert WIDTH == 80
    assert max(map(len, shown.splitlines())) <= WIDTH
    assert_golden(shown, HERE / "golden_text" / f"{id}.txt")


def test_a_lone_twitch_that_was_examined_fits_on_two_screens() -> None:
    shown = to_text([clonus.assess(RECORDS["twitch-after-clinic"], CATALOGUE)], (), CATALOGUE, closing=False)

    assert len(shown.splitlines()) <= 100
    assert "bromocriptine" not in shown
