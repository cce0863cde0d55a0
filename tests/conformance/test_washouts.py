"""Every ordered pair against a second reading of the table, with its boundary against an independent calendar."""

from itertools import permutations

import pytest
from whenever import Date, Instant, OffsetDateTime

import clonus
from tests.conformance.washouts import days, standing, statements

CATALOGUE = clonus.open_catalogue()
NAMED = (
    *("citalopram", "escitalopram", "fluoxetine", "fluvoxamine", "paroxetine", "sertraline", "dapoxetine"),
    *("venlafaxine", "desvenlafaxine", "duloxetine", "levomilnacipran", "milnacipran"),
    *("clomipramine", "imipramine", "amitriptyline", "nortriptyline", "desipramine", "doxepin", "trimipramine", "lofepramine"),
    *("phenelzine", "tranylcypromine", "isocarboxazid", "moclobemide", "linezolid", "methylene blue", "selegiline", "rasagiline"),
    *("vortioxetine", "vilazodone", "mirtazapine", "bupropion", "buspirone", "trazodone", "tramadol", "meperidine", "dextromethorphan"),
    *("sumatriptan", "rizatriptan", "zolmitriptan", "naratriptan", "almotriptan", "eletriptan", "frovatriptan"),
)
AUTHORITIES = sorted({one["authority"] for one in statements()})


def test_every_ordered_pair_has_the_answer_of_a_second_reading_of_the_table() -> None:
    answered = 0
    for leaving, starting in permutations(NAMED, 2):
        answer = clonus.switch(leaving, starting, catalogue=CATALOGUE)
        assert answer.days == days(leaving, starting), (leaving, starting)
        if answer.days is None:
            assert "ask a specialist" in " ".join(answer.says), (leaving, starting)
        answered += answer.days is not None
    assert answered > 1000


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_the_choice_of_an_authority_never_goes_below_its_own_text(authority: str) -> None:
    for leaving, starting in permutations(NAMED, 2):
        own = [one["days"] for one in standing(leaving, starting) if one["authority"] == authority]
        answer = clonus.switch(leaving, starting, catalogue=CATALOGUE, authority=authority)
        assert answer.days == days(leaving, starting, authority), (leaving, starting)
        assert not own or (answer.days is not None and answer.days >= max(own)), (leaving, starting)


@pytest.mark.parametrize("stopped", ["2026-11-01", "2028-02-15", "2027-02-15", "2026-12-20", "2100-02-20"])
def test_both_sides_of_every_boundary_fall_where_an_independent_calendar_puts_them(stopped: str) -> None:
    last_dose, boundaries = Date.parse_iso(stopped), set()
    for statement in statements():
        for leaving, starting in sorted(statement["pairs"])[:3]:
            if leaving == starting:
                continue
            answer = clonus.switch(leaving, starting, stopped, CATALOGUE)
            rules = {(rule.washout.authority, rule.washout.days): rule for rule in answer.rules}
            start = rules[statement["authority"], statement["days"]].start
            assert start is not None
            first = Date.parse_iso(start.earliest)
            assert last_dose.add(days=statement["days"]) == first, (leaving, starting)
            assert last_dose.add(days=statement["days"]) > first.subtract(days=1), (leaving, starting)
            boundaries.add((statement["authority"], statement["days"]))
    assert len(boundaries) > 30


@pytest.mark.parametrize("stopped", ["2026-10-24T23:30:15+02:00", "2026-10-31T01:30:00-04:00", "2028-02-28T12:00:00+05:45"])
def test_a_moment_is_reached_after_days_of_24_hours_to_the_second(stopped: str) -> None:
    for waited, starting in ((35, "phenelzine"), (14, "clomipramine")):
        start = clonus.switch("fluoxetine", starting, stopped, CATALOGUE).earliest_start
        assert start is not None
        assert instant(start.earliest) == instant(stopped).add(hours=24 * waited)


def instant(text: str) -> Instant:
    """A date-time with an offset as an instant of the other library."""
    return OffsetDateTime.parse_iso(text).to_instant()
