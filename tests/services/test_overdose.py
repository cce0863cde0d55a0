"""An overdose that the text of an entry tells of is one, unless anything beside it leaves that open."""

import pytest

import clonus
from clonus.domain.assessment import Recognition
from clonus.services.reconcile import reconcile

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
        "citalopram 20 mg daily, overdose yesterday",
        "citalopram 100 mg, took overdose 2 hours ago",
        "citalopram XR overdose 9 g ~3h ago",
        "citalopram (took overdose)",
        "citalopram 20 mg daily. Overdose.",
        "took an OD of citalopram",
        "over dose of citalopram at 14:00",
        "sobredosis citalopram",
        "citalopram 600 mg swallowed 2 hours ago",
        "swallowed 30 citalopram tablets",
        "citalopram 20 mg x 30 tablets ingested",
        "OD citalopram 600 mg",
        "took the whole bottle of citalopram",
        "ate 30 tablets of citalopram 20 mg an hour ago",
        "citalopram 600 mg accidental ingestion",
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
        "citalopram overdose years ago",
        "overdose of citalopram in 2019",
        "overdose of citalopram 03/2019",
        "citalopram overdose in March",
        "citalopram overdose tomorrow",
        "citalopram overdose weekly",
        "citalopram overdose?",
        "mother's overdose of citalopram",
        "suspected overdose of citalopram",
        "citalopram (not overdose)",
        "citalopram, risk of overdose",
        "naloxone prn for methadone overdose",
        "Narcan 4 mg prn fentanyl overdose",
        "naloxone overdose kit",
    ],
)
def test_what_leaves_an_overdose_open_is_no_overdose(text: str) -> None:
    assert assessed(text).raised.regimen == ()


def test_an_antidote_for_an_overdose_is_none() -> None:
    assert assessed("naloxone 4 mg nasal spray prn overdose").raised.regimen == ()


@pytest.mark.parametrize(
    "text",
    [
        "citalopram 20 mg, possible overdose",
        "citalopram prn for pain, overdose of it for days",
        "citalopram 20 mg, overdose weekly",
        "citalopram overdose tomorrow",
    ],
)
def test_a_word_of_overdose_that_is_not_understood_never_leaves_a_plain_order(text: str) -> None:
    assert [one.status for one in assessed(text).medications] == [Recognition.AMBIGUOUS]


@pytest.mark.parametrize(
    ("text", "taken", "plain"),
    [
        ("tramadol overdose, citalopram", {"tramadol"}, {"citalopram"}),
        ("citalopram 20 mg daily, tramadol overdose", {"tramadol"}, {"citalopram"}),
        ("moclobemide and citalopram overdose", {"moclobemide", "citalopram"}, set()),
        ("overdose sertraline 2 g, tramadol 1 g", {"sertraline", "tramadol"}, set()),
    ],
)
def test_the_overdose_belongs_to_the_drugs_beside_it(text: str, taken: set[str], plain: set[str]) -> None:
    read = reconcile(clonus.read_case({"medications": [{"name": text}]}, CATALOGUE).medications or (), CATALOGUE)

    assert {one.meanings[0].ingredients[0] for one in read if one.entry.overdose} == taken
    assert {one.meanings[0].ingredients[0] for one in read if not one.entry.overdose} == plain
