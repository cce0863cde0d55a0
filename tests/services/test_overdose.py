"""An overdose that the text of an entry tells of is one, unless anything beside it leaves that open."""

import pytest

import clonus
from clonus.domain.assessment import Recognition

CATALOGUE = clonus.open_catalogue()


def assessed(text: str) -> clonus.Assessment:
    return clonus.assess(clonus.read_case({"as_of": "2026-11-27T10:00+00:00", "medications": [{"name": text}]}, CATALOGUE), CATALOGUE)


@pytest.mark.parametrize(
    "text",
    [
        "citalopram 600 mg overdose",
        "overdose of citalopram",
        "intentional overdose of citalopram yesterday",
        "took an overdose of 30 x 20 mg citalopram 2 hours ago",
        "citalopram 600 mg, overdose",
        "citalopram overdose 2026-11-26",
    ],
)
def test_an_overdose_in_words_is_judged_as_the_key_is_and_said(text: str) -> None:
    answer = assessed(text)
    [medication] = answer.medications

    assert medication.status is Recognition.RECOGNIZED
    assert answer.raised.regimen
    assert answer.urgency.level in ("urgent", "emergency")
    assert medication.remark.startswith(f"`{text}` was read as an overdose")


@pytest.mark.parametrize(
    "text",
    [
        "history of overdose of citalopram",
        "no overdose of citalopram",
        "citalopram overdose 3 years ago",
        "overdose of citalopram in 2019",
        "mother's overdose of citalopram",
        "suspected overdose of citalopram",
        "citalopram (not overdose)",
        "citalopram, risk of overdose",
    ],
)
def test_what_leaves_an_overdose_open_is_no_overdose(text: str) -> None:
    assert assessed(text).raised.regimen == ()


def test_an_antidote_for_an_overdose_is_none() -> None:
    assert assessed("naloxone 4 mg nasal spray prn overdose").raised.regimen == ()
