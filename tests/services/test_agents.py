"""Agents side by side, and the timeline of a case, as data and as drawings."""

import json
from xml.etree.ElementTree import Element, fromstring

import pytest

import clonus
from clonus.adapters.formats.agents import RANKS_NOTHING, agents_document, agents_in
from clonus.adapters.formats.timeline import timeline_document, timeline_in
from clonus.services.agents import SSRIS, sheets

CATALOGUE = clonus.open_catalogue()
CASE = {
    "id": "ward-7",
    "as_of": "2026-11-22",
    "onset": 1,
    "medications": [
        {"name": "fluoxetine", "daily_dose": "20 mg", "started": "2026-05", "stopped": "2026-10-10"},
        {"name": "sertraline", "started": 20, "increased": 2},
        {"name": "Nardil", "stopped": "2026-10"},
        {"name": "trazodone", "prn": True, "started": 100},
        {"name": "<script>xyzzy</script>"},
    ],
}


def parsed(drawn: str) -> Element:
    """A drawing as a tree."""
    return fromstring(drawn)  # noqa: S314 - it was drawn here


def test_the_seven_ssris_stand_side_by_side_and_any_others_named() -> None:
    document = agents_document(sheets(["Effexor", "vortioxetine"], CATALOGUE))
    by_name = {sheet["name"]: sheet for sheet in document["sheets"]}

    assert tuple(by_name) == (*SSRIS, "venlafaxine", "vortioxetine")
    assert document["note"] == RANKS_NOTHING
    for name in SSRIS:
        assert by_name[name]["half_lives"][0]["hours"], name
        assert by_name[name]["doses"], name
        assert by_name[name]["affinities"], name
        assert all(one["species"] and one["measure"] for one in by_name[name]["affinities"]), name
        assert {"tremor"} <= {one["effect"] for one in by_name[name]["frequencies"]}, name
    assert by_name["fluoxetine"]["half_lives"][1] == {
        "name": "norfluoxetine",
        "hours": [96, 384],
        "sources": ["tcrm2018_t3", "hiemke2000", "altamura1994"],
    }
    assert by_name["fluoxetine"]["five_half_lives_days"] == [20, 80]
    wait = by_name["fluoxetine"]["before_irreversible_maoi"]
    assert wait is not None
    assert wait["days"] == 35
    registries = {report["registry"] for name in SSRIS for report in by_name[name]["reports"]}
    assert len(registries) == 2  # which disagree on the order, as the note says


def test_every_source_of_a_sheet_exists() -> None:
    def sources(value: object) -> list[str]:
        if isinstance(value, dict):
            return [*value.get("sources", []), *(one for inner in value.values() for one in sources(inner))]
        return [one for inner in value for one in sources(inner)] if isinstance(value, list) else []

    cited = sources(agents_document(sheets([*CATALOGUE.profiles], CATALOGUE)))

    assert len(cited) > 300
    assert all(CATALOGUE.source(id).citation for id in cited)


def test_what_no_entry_describes_cannot_be_compared() -> None:
    with pytest.raises(clonus.InputRefused, match="known by name alone"):
        sheets(["warfarin"], CATALOGUE)


@pytest.mark.parametrize("chart", ["half_lives", "washout"])
def test_a_chart_is_a_drawing_with_a_title_a_description_and_every_agent(chart: str) -> None:
    drawn = agents_in("svg", sheets(["venlafaxine", "phenelzine"], CATALOGUE), CATALOGUE, chart)
    root = parsed(drawn)
    texts = "".join(root.itertext())

    assert root.attrib["role"] == "img"
    assert all(name in texts for name in (*SSRIS, "venlafaxine", "phenelzine"))
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_text_says_of_each_agent_what_is_known_and_where_nothing_is() -> None:
    text = agents_in("text", sheets([], CATALOGUE), CATALOGUE)

    assert text.count("no source found") >= 3
    assert "96 to 384" in text
    assert "ranks nothing" in text


def test_a_timeline_says_when_each_agent_was_on_board() -> None:
    lanes = {lane["name"]: lane for lane in timeline_document(clonus.timeline(clonus.read_case(CASE)))["lanes"]}

    assert [(span["on_board"], span["ends_on"]) for span in lanes["fluoxetine"]["spans"]] == [
        ("unknown", "2026-05-31"),  # it began on a day of May
        ("yes", "2026-11-14"),  # 35 days after the last dose
        ("unknown", "2026-12-29"),  # 80 days after it
    ]
    assert [span["on_board"] for span in lanes["phenelzine"]["spans"]] == ["unknown", "yes", "unknown"]
    assert lanes["sertraline"]["spans"][-1]["ends"] == 0
    assert lanes["sertraline"]["if_stopped_now"][0]["on_board"] == "yes"
    assert lanes["fluoxetine"]["if_stopped_now"] == []
    assert [span["on_board"] for span in lanes["trazodone"]["spans"]] == ["unknown"]


def test_a_timeline_is_drawn_with_text_that_nobody_can_run() -> None:
    course = clonus.timeline(clonus.read_case(CASE))
    drawn = timeline_in("svg", course, CATALOGUE)
    root = parsed(drawn)

    assert "<script" not in drawn
    assert "<script>" in "".join(root.itertext())
    assert "fluoxetine" in "".join(root.itertext())
    assert json.loads(timeline_in("json", course, CATALOGUE))["timeline"]["id"] == "ward-7"
    assert "if stopped now" in timeline_in("text", course, CATALOGUE)
    assert "ask for it" in timeline_in("text", clonus.timeline(clonus.read_case({})), CATALOGUE)


def test_two_hundred_entries_and_far_dates_are_drawn() -> None:
    entries = [{"name": "sertraline", "started": 20_000 - number, "stopped": number} for number in range(200)]

    root = parsed(timeline_in("svg", clonus.timeline(clonus.read_case({"medications": entries})), CATALOGUE))

    assert float(root.attrib["height"]) > 9_000
