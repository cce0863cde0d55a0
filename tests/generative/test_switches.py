"""Properties of switches over generated dates, zones and pairs, and of the exposure clock at any moment."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from whenever import Instant, OffsetDateTime

import clonus
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry
from clonus.domain.truth import Truth
from clonus.services.clock import on_board, on_board_at, spans_of

CATALOGUE = clonus.open_catalogue()
AGENTS = sorted({name for one in CATALOGUE.washouts for name in (*one.leaves, *one.starts)})
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/St_Johns",
    "Africa/Casablanca",
)
agents = st.sampled_from(AGENTS)
days = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@settings(max_examples=300, deadline=None)
@given(agents, agents, days, st.integers(0, 400))
def test_a_later_last_dose_never_gives_an_earlier_start(leaving: str, starting: str, stopped: date, later: int) -> None:
    assume(leaving != starting)
    one, other = (clonus.switch(leaving, starting, day, CATALOGUE).earliest_start for day in (stopped, stopped + timedelta(days=later)))

    assert (one is None) == (other is None)
    assert one is None or other is None or date.fromisoformat(one.earliest) <= date.fromisoformat(other.earliest)


@settings(max_examples=150, deadline=None)
@given(agents, agents, days, st.sampled_from(("%Y-%m", "%Y")), st.data())
def test_the_interval_of_a_partial_date_holds_the_answer_of_every_day_in_it(
    leaving: str, starting: str, day: date, form: str, data: st.DataObject
) -> None:
    assume(leaving != starting)
    partial = day.strftime(form) if form == "%Y-%m" else f"{day.year:04}"
    first = day.replace(day=1) if form == "%Y-%m" else date(day.year, 1, 1)
    within = data.draw(st.integers(0, 365))
    one = first + timedelta(days=within)
    assume(one.strftime(form) == day.strftime(form))

    whole = clonus.switch(leaving, starting, partial, CATALOGUE).earliest_start
    alone = clonus.switch(leaving, starting, one, CATALOGUE).earliest_start

    assert (whole is None) == (alone is None)
    assert whole is None or alone is None or whole.earliest <= alone.earliest <= whole.latest


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2036, 1, 1)), st.sampled_from(ZONES))
def test_a_moment_in_any_zone_is_followed_by_days_of_24_hours(local: datetime, zone: str) -> None:
    stopped = local.replace(microsecond=0, tzinfo=ZoneInfo(zone))
    assume(stopped.utcoffset().total_seconds() % 60 == 0)  # type: ignore[union-attr]
    expected = Instant.from_timestamp(int(stopped.timestamp())).to_tz(zone).add(hours=24 * 35)

    from_text = clonus.switch("fluoxetine", "phenelzine", stopped.isoformat(), CATALOGUE).earliest_start
    from_moment = clonus.switch("fluoxetine", "phenelzine", stopped, CATALOGUE).earliest_start

    assert from_text is not None
    assert from_moment is not None
    assert OffsetDateTime.parse_iso(from_text.earliest).to_instant() == expected.to_instant()
    assert OffsetDateTime.parse_iso(from_moment.earliest).to_instant() == expected.to_instant()


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2036, 1, 1)), st.sampled_from(ZONES), st.integers(0, 90 * 24 * 60))
def test_how_long_ago_a_moment_was_is_exact_over_every_change_of_clocks(local: datetime, zone: str, minutes: int) -> None:
    now = Instant.from_timestamp(int(local.replace(tzinfo=ZoneInfo(zone)).timestamp())).to_tz(zone)
    stopped = now.subtract(minutes=minutes)
    texts = [one.to_fixed_offset().format_iso() for one in (now, stopped)]
    assume(all(text[-6] in "+-" and text.count(":") == 3 for text in texts))

    case = {"as_of": texts[0], "medications": [{"name": "phenelzine", "stopped": texts[1]}]}
    [entry] = clonus.read_case(case, CATALOGUE).medications or ()

    assert entry.stopped == DaysBefore.exactly(Fraction(minutes, 24 * 60))


moments = st.fractions(min_value=-100, max_value=400, max_denominator=8)
BETWEEN = Fraction(1, 9973)  # a mark itself may differ from both of its sides, and has no width
intervals = st.tuples(moments, st.integers(0, 60)).map(lambda pair: DaysBefore(pair[0], pair[0] + pair[1]))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(CATALOGUE.substances)), st.none() | intervals, st.none() | intervals, moments)
def test_the_drawn_spans_say_what_the_clock_says_at_any_moment(
    name: str, started: DaysBefore | None, stopped: DaysBefore | None, moment: Fraction
) -> None:
    assume(started is None or stopped is None or started.most >= stopped.most >= started.least >= stopped.least)
    moment += BETWEEN
    entry, substance = MedicationEntry(name, started=started, stopped=stopped), CATALOGUE.substances[name]
    spans = spans_of(entry, [substance], CATALOGUE)
    inside = [one for one in spans if (one.begins is None or moment < one.begins) and moment > one.ends]
    there = on_board_at(moment, entry, [substance], CATALOGUE)

    if inside:
        assert [one.on_board for one in inside] == [there]
    elif stopped is not None and spans and moment < spans[-1].ends:
        assert there is Truth.NO
    assert on_board_at(Fraction(0), entry, [substance], CATALOGUE) in (on_board(entry, [substance], CATALOGUE), Truth.UNKNOWN)
