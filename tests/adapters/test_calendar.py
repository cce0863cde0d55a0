"""A switch drawn as a calendar: the days that it marks are those of the answer, and whoever hears it hears all of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest

import clonus
from clonus.adapters.formats import charts, timeline
from clonus.adapters.formats.calendar import to_svg
from clonus.adapters.formats.moments import AsOf
from clonus.adapters.formats.switch import dated
from clonus.adapters.formats.weeks import MOST_WEEKS, Day, Gap, Kind, course_of, in_words
from clonus.domain.record import PatientRecord
from clonus.domain.switching import Switch
from clonus.interpreters.diagram import svg
from clonus.services.agents import sheets
from clonus.services.switching import switch
from tests.commands import run

CATALOGUE = clonus.open_catalogue()
SVG = "{http://www.w3.org/2000/svg}"
TURNS = ["2024-02-15", "2024-02-28", "2024-02-29", "2023-02-28", "2100-02-20", "2026-12-31", "2027-12-26", "2026-11-01", "9999-10-30"]
PAIRS = [("fluoxetine", "phenelzine"), ("sertraline", "tranylcypromine"), ("paroxetine", "venlafaxine"), ("moclobemide", "sertraline")]


def answered(leaving: str, starting: str, stopped: str | None, as_of: str = "", *, authority: str = "") -> tuple[Switch, AsOf | None]:
    """A dated answer, and the moment that it was asked for."""
    moment = AsOf.read(as_of) if as_of else None
    return dated(switch(leaving, starting, CATALOGUE, authority=authority), stopped, moment), moment


def drawn(leaving: str, starting: str, stopped: str | None, as_of: str = "", *, authority: str = "") -> Element:
    """The drawing of an answer as a tree."""
    return tree(to_svg(*answered(leaving, starting, stopped, as_of, authority=authority)))


def tree(drawing: str) -> Element:
    """A drawing as a tree."""
    return fromstring(drawing)  # noqa: S314 - it was drawn here


def texts(root: Element) -> list[str]:
    """The lines of text that are seen, in the order of the drawing."""
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def cells(root: Element, word: str) -> list[int]:
    """The numbers of the days in which a word stands."""
    at = {(one.get("x"), float(one.get("y", 0))): one.text or "" for one in root.iter(f"{SVG}text")}
    return [int(at[x, y - 14]) for (x, y), text in at.items() if text == word]


def days(answer: Switch, as_of: AsOf | None = None) -> Iterator[Day]:
    """Every day that is drawn."""
    course = course_of(answer, as_of)
    assert course is not None
    yield from (day for week in course.weeks() if not isinstance(week, Gap) for day in week)


@pytest.mark.parametrize("stopped", TURNS)
@pytest.mark.parametrize(("leaving", "starting"), PAIRS)
def test_the_first_day_of_the_calendar_is_that_of_the_answer(leaving: str, starting: str, stopped: str) -> None:
    answer, moment = answered(leaving, starting, stopped)
    assert answer.earliest_start is not None
    first = date.fromisoformat(answer.earliest_start.latest)

    root = tree(to_svg(answer, moment))

    assert cells(root, "first day") == [first.day]
    assert cells(root, "last dose") == [date.fromisoformat(stopped).day]
    assert f"{in_words(first)}" in " ".join(texts(root))


@pytest.mark.parametrize("stopped", [*TURNS, "2024-02", "2026-12", "2024-02-29T23:30+01:00"])
@pytest.mark.parametrize(("leaving", "starting"), PAIRS)
def test_each_day_before_the_first_is_shaded_and_the_first_is_not(leaving: str, starting: str, stopped: str) -> None:
    answer, _ = answered(leaving, starting, stopped)
    assert answer.earliest_start is not None
    earliest, latest = (date.fromisoformat(one[:10]) for one in (answer.earliest_start.earliest, answer.earliest_start.latest))

    kinds = {day.day: day.kind for day in days(answer)}

    shaded = {day for day, kind in kinds.items() if kind in (Kind.WAIT, Kind.NOT_KNOWN)}
    surely = {day for day, kind in kinds.items() if kind is Kind.WAIT}
    assert (max(surely), max(shaded)) == (earliest - timedelta(1), latest - timedelta(1))
    assert len(shaded) == (max(shaded) - min(shaded)).days + 1
    assert kinds[latest] in (Kind.AFTER, Kind.LONGER)


@pytest.mark.parametrize(("stopped", "authority", "first"), [("9999-12-17", "", 31), ("9999-12-10T14:00", "EU", 24)])
def test_the_last_days_of_the_calendar_are_drawn(stopped: str, authority: str, first: int) -> None:
    leaving, starting = ("vortioxetine", "phenelzine") if authority else ("sertraline", "tranylcypromine")

    assert cells(drawn(leaving, starting, stopped, authority=authority), "first day") == [first]


def test_a_shaded_day_bears_a_pattern_and_a_word_and_not_color_alone() -> None:
    root = drawn("sertraline", "tranylcypromine", "2026-11-01")

    hatched = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "maybe" and one.get("width") == "70.0"]
    assert cells(root, "wait") == list(range(2, 15))
    assert len(hatched) == 14


def test_weeks_start_on_monday_and_follow_one_another() -> None:
    answer, moment = answered("fluoxetine", "phenelzine", "2026-11-01", "2026-11-20")

    numbers = list(days(answer, moment))

    assert numbers[0].day == date(2026, 10, 26)
    assert numbers[-1].day == date(2026, 12, 13)
    assert [one.number for one in numbers] == list(range(numbers[0].number, numbers[0].number + 49))


def test_a_last_dose_that_is_known_in_part_is_marked_as_an_interval() -> None:
    root = drawn("phenelzine", "sertraline", "2026-02")

    assert cells(root, "last dose?") == list(range(1, 29))
    assert cells(root, "last dose") == []
    assert cells(root, "first day") == [14]
    said = " ".join(texts(root))
    assert "Last dose: some day from Sunday, February 1, 2026" in said
    assert "Last dose: no later than Saturday, February 28, 2026" in said
    assert "From Sunday, February 15, 2026: not known; count as not yet" in said
    assert "First day: Saturday, March 14, 2026" in said


def test_a_long_stretch_is_drawn_short_and_says_how_much_is_left_out() -> None:
    answer, _ = answered("fluoxetine", "phenelzine", "2026")
    course = course_of(answer, None)
    assert course is not None

    weeks = course.weeks()

    left_out = sum(one.weeks for one in weeks if isinstance(one, Gap))
    assert len(weeks) <= MOST_WEEKS
    assert len([one for one in weeks if not isinstance(one, Gap)]) + left_out == 59
    assert {course.first, course.last, course.earliest, course.latest} <= {day.day for day in days(answer)}
    assert f"{max(one.weeks for one in weeks if isinstance(one, Gap))} more weeks like the one above are not drawn" in texts(
        tree(to_svg(answer, None))
    )


def test_today_is_marked_in_the_calendar_and_on_the_bars_and_said() -> None:
    root = drawn("fluoxetine", "phenelzine", "2026-11-01", "2026-11-20")

    assert texts(root).count("today") == 2
    assert "Today: Friday, November 20, 2026" in texts(root)
    assert "On 2026-11-20: NOT YET, 16 days to go." in texts(root)


def test_a_day_far_from_the_interval_is_said_and_draws_no_weeks() -> None:
    root = drawn("sertraline", "tranylcypromine", "2026-11-01", "2031-11-20")

    assert "today" not in texts(root)
    assert "Today: Thursday, November 20, 2031, which lies outside the days drawn" in " ".join(texts(root))
    assert cells(root, "first day") == [15]


def test_where_a_longer_statement_still_runs_the_days_after_the_first_say_so() -> None:
    root = drawn("vortioxetine", "phenelzine", "2026-11-01", authority="EU")

    assert cells(root, "first day") == [15]
    assert cells(root, "longer") == [16, 17, 18, 19, 20, 21]
    assert any(one.startswith("longer: the interval that acts has passed") for one in texts(root))


def test_there_is_a_bar_for_each_statement_and_the_one_that_acts_is_strongest() -> None:
    answer, moment = answered("sertraline", "tranylcypromine", "2026-11-01")
    root = tree(to_svg(answer, moment))

    told = [one.find(f"{SVG}title") for one in root.iter(f"{SVG}rect")]
    bars = [title.text or "" for title in told if title is not None]
    solid = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "yes"]
    assert [bar.partition(" (")[0] for bar in bars[:3]] == [
        "US: 14 days, so from 2026-11-15",
        "UK: 7 days, so from 2026-11-08",
        "NL: 7 days, so from 2026-11-08",
    ]
    assert bars[3].startswith("17.3 days (12.9 to 21.7): 5 half-lives of desmethylsertraline")
    assert len(solid) == 1


def test_an_estimate_that_lengthens_the_rule_is_drawn_as_what_acts() -> None:
    patient = clonus.read_case({"patient": {"conditions": ["hepatic_impairment"]}, "medications": [{"name": "tramadol"}]})
    answer = clonus.switch("duloxetine", "phenelzine", "2026-11-01", CATALOGUE, patient=patient)

    root = tree(to_svg(answer, None))

    solid = [one.findtext(f"{SVG}title") or "" for one in root.iter(f"{SVG}rect") if one.get("class") == "yes"]
    assert cells(root, "first day") == [11]
    assert ["lengthens the rule here" in one for one in solid] == [True]
    assert "First day, for duloxetine alone: Wednesday, November 11, 2026" in " ".join(texts(root))
    assert "Also on board by the case, or perhaps: tramadol. Each has an interval of its own." in texts(root)


@pytest.mark.parametrize("stopped", ["2026-11-01", None])
def test_the_emergency_path_stands_before_all_else(stopped: str | None) -> None:
    root = drawn("sertraline", "linezolid", stopped, "2026-11-20")

    first, then = texts(root)[:2]
    assert first == "If linezolid is needed for a life-threatening condition, do not wait: take the emergency path below, now."
    assert then.startswith("Life-threatening or urgent need with no alternative: stop the serotonergic agent at once")
    assert (root.findtext(f"{SVG}desc") or "").startswith(f"{first} Life-threatening or urgent need")


def test_without_a_last_dose_there_are_bars_in_days_and_no_calendar() -> None:
    root = drawn("vortioxetine", "phenelzine", None, "2026-11-20")

    seen = texts(root)
    assert "Mon" not in seen
    assert not [one for one in seen if re.search(r"\d{4}-\d\d|\bday\b.*20\d\d", one)]
    assert ("21 days" in seen, "14 days to 21 days" in seen) == (True, True)


def test_where_no_rule_sets_a_day_there_is_no_calendar() -> None:
    answer, moment = answered("paroxetine", "venlafaxine", "2026-11-01", authority="other")

    seen = texts(tree(to_svg(answer, moment)))

    assert answer.earliest_start is None
    assert ("Mon" in seen, "first day" in seen) == (False, False)
    assert "2 days to 3 days, so from 2026-11-03" in seen


def test_without_a_source_nothing_is_drawn_but_the_sentence_that_says_whom_to_ask() -> None:
    root = drawn("sertraline", "loratadine", "2026-11-01", "2026-11-20")

    sentence = "No source was found for going from sertraline to loratadine: ask a specialist, such as a psychiatric pharmacist."
    assert texts(root) == [sentence]
    assert root.findtext(f"{SVG}desc") == sentence
    assert {one.get("class") for one in root.iter(f"{SVG}rect")} == {"back"}


@pytest.mark.parametrize(("leaving", "starting"), [*PAIRS, ("sertraline", "linezolid"), ("phenelzine", "sertraline")])
def test_the_description_says_every_sentence_and_every_statement(leaving: str, starting: str) -> None:
    answer, moment = answered(leaving, starting, "2026-11-01", "2026-11-20")
    root = tree(to_svg(answer, moment))
    said, seen = root.findtext(f"{SVG}desc") or "", " ".join(texts(root))

    assert root.findtext(f"{SVG}title") == f"{leaving} to {starting}"
    assert all(sentence in said and sentence in seen for sentence in answer.says)
    assert all(f"{rule.washout.authority}: {rule.washout.days} day" in said for rule in answer.rules)
    assert "Today: Friday, November 20, 2026." in said


def test_no_line_of_text_lies_outside_the_drawing() -> None:
    names = sorted({name for one in CATALOGUE.washouts for name in one.leaves | one.starts})
    pairs = [(one, other) for number, one in enumerate(names) for other in names[number % 5 :: 5] if one != other][::5]

    for leaving, starting in pairs:
        root = drawn(leaving, starting, "2026-11-01", "2026-11-05")
        height, width = float(root.attrib["height"]), float(root.attrib["width"])
        for one in root.iter(f"{SVG}text"):
            x, y = float(one.attrib["x"]), float(one.attrib["y"])
            assert y < height, (leaving, starting, one.text)
            assert one.get("text-anchor") != "start" or x + 6.4 * len(one.text or "") < width, (leaving, starting, one.text)
    assert len(pairs) > 300


def test_a_name_cannot_bring_markup_into_the_drawing() -> None:
    answer, _ = answered("sertraline", "tranylcypromine", "2026-11-01")

    root = tree(to_svg(replace(answer, leaving=("<script>",), says=("<script>", *answer.says[1:])), None))

    assert list(root.iter(f"{SVG}script")) == []
    assert "<script>" in texts(root)


def unstyled() -> dict[str, str]:
    """Every drawing as a page has it that forbids inline style."""
    answer, moment = answered("sertraline", "linezolid", "2026-11-01", "2026-11-20")
    course = clonus.timeline(clonus.read_case({"id": "A <b> case", "medications": [{"name": "sertraline", "started": 20}]}))
    told = sheets([], CATALOGUE)
    return {
        "calendar": to_svg(answer, moment, styled=False, name="calendar"),
        "calendar again": to_svg(answer, moment, styled=False, name="again"),
        "half-lives": charts.half_lives(told, styled=False),
        "washout": charts.washout(told, CATALOGUE, styled=False, name="washout"),
        "timeline": timeline.to_svg(course, styled=False),
        "criterion": svg(CATALOGUE.criteria["hunter"], str, styled=False),
    }


@pytest.mark.parametrize("name", unstyled())
def test_a_drawing_for_a_page_brings_no_style_of_its_own(name: str) -> None:
    root = tree(unstyled()[name])

    assert list(root.iter(f"{SVG}style")) == []
    assert not [one for one in root.iter() if one.get("style")]
    assert not [one for one in root.iter() if re.match(r"#[0-9a-f]{3,6}", one.get("fill", ""))]


@pytest.mark.parametrize("name", unstyled())
def test_what_a_drawing_refers_to_is_its_own(name: str) -> None:
    drawing = unstyled()[name]

    own = {one.get("id") for one in tree(drawing).iter() if one.get("id")}
    asked = set(re.findall(r"url\(#([^)]+)\)", drawing)) | set((tree(drawing).get("aria-labelledby") or "").split())
    assert asked <= own
    assert not re.findall(r'class="maybe"(?! fill="url)', drawing)  # a page's style cannot know the pattern's id


def test_no_two_drawings_on_a_page_share_an_id() -> None:
    ids = [one for drawing in unstyled().values() for one in re.findall(r'\bid="([^"]+)"', drawing)]

    assert len(ids) == len(set(ids)) == 15


def test_a_drawing_that_stands_alone_has_its_style_for_every_class_that_it_uses() -> None:
    drawing = to_svg(*answered("vortioxetine", "linezolid", "2026-11", "2026-12-03", authority="US"))

    style = tree(drawing).findtext(f"{SVG}style") or ""
    used = {word for classes in re.findall(r'class="([^"]+)"', drawing) for word in classes.split()}
    assert {one for one in used if f".{one}" not in style} == set()


def test_the_command_line_draws_a_switch() -> None:
    result = run(
        "switch", "--from", "fluoxetine", "--to", "phenelzine", "--stopped", "2026-11-01", "--as-of", "2026-11-20", "--format", "svg"
    )

    assert result.status == 0
    assert result.output == to_svg(*answered("fluoxetine", "phenelzine", "2026-11-01", "2026-11-20"))


def test_the_patient_of_nobody_gives_the_same_drawing_as_the_interface() -> None:
    answer = clonus.switch("fluoxetine", "phenelzine", "2026-11-01", CATALOGUE, patient=PatientRecord())

    assert to_svg(answer, None) == to_svg(*answered("fluoxetine", "phenelzine", "2026-11-01"))
