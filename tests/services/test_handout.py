"""The leaflet: what was found in plain words, when to call whom, a card without doses, readable, the same in every form."""

import re
import warnings
import zlib
from typing import Any

import pytest

import clonus
from clonus.adapters.formats import handout as forms
from clonus.adapters.formats.case import read_cases
from clonus.domain.handout import Leaflet
from clonus.services.handout import handout
from tests.parts import SHARED, need

with warnings.catch_warnings():  # one of its tables has an escape that newer Pythons warn of
    warnings.simplefilter("ignore")
    import readability

CATALOGUE = clonus.open_catalogue()
CASE = {
    "as_of": "2026-11-22",
    "medications": [{"name": "Zoloft 100 mg tablets"}, {"name": "Fluxobrin 20mg bd"}, {"name": "tramadol", "stopped": 1}],
    "findings": {"inducible_clonus": "present", "agitation": "present", "tremor": "absent"},
}
_DOSE = re.compile(r"\d\s*(mg|mcg|µg|mL|g\b|units?|tablets?)", re.IGNORECASE)


def leaflet(language: str = "en", **case: Any) -> Leaflet:
    """The leaflet of a case given as keys."""
    return handout(clonus.read_case({**CASE, **case}, CATALOGUE), CATALOGUE, language)


def lines(of: Leaflet, section: str) -> str:
    """What stands in a section."""
    return " ".join(line for one in of.sections if one.id == section for line in one.lines)


def test_what_was_found_is_told_in_plain_words_and_what_was_not_is_left_out() -> None:
    found = lines(leaflet(), "found")

    assert "beating of the foot" in found
    assert "haking" not in found
    assert "New signs can come later" in found


def test_the_card_names_every_drug_without_a_dose() -> None:
    card = leaflet().card

    assert card is not None
    assert [(one.name, one.state) for one in card] == [("sertraline", "held"), ("Fluxobrin", "held"), ("tramadol", "stopped")]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Foozol ½ tab", "Foozol"),
        ("Foozol 100mEq bd", "Foozol"),
        ("500 mg Foozol", "Foozol"),
        ("Foozol five mg", "Foozol"),
        ("Foozol 20 000 units", "Foozol"),
        ("Foozol ٥ mg", "Foozol"),
        ("20 mg", "a medicine whose name your clinician fills in"),
    ],
)
def test_no_spelling_of_a_dose_reaches_the_card(given: str, shown: str) -> None:
    card = leaflet(medications=[{"name": given}]).card

    assert [one.name for one in card or ()] == [shown]


def test_a_name_cannot_bring_markup_into_markdown() -> None:
    made = leaflet(medications=[{"name": "[Fooz](x) *zol*"}])

    assert "[Fooz]" not in forms.to_markdown(made, CATALOGUE)


def test_a_list_that_was_not_asked_for_leaves_the_card_to_be_filled_in() -> None:
    asked = handout(clonus.read_case({}, CATALOGUE), CATALOGUE)

    assert asked.card is None
    assert "Write all of them" in forms.to_text(asked, CATALOGUE)


def test_what_is_said_follows_the_plan() -> None:
    assert "stopped today" in lines(leaflet(), "medicines")
    twitch = leaflet(medications=[{"name": "sertraline"}], findings={"muscle_twitching": "present"})
    assert "stopped today" not in lines(twitch, "medicines")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_form_of_it_holds_a_dose(language: str) -> None:
    made = leaflet(language)

    for text in (forms.to_text(made, CATALOGUE), forms.to_markdown(made, CATALOGUE), forms.to_html(made, CATALOGUE)):
        assert not _DOSE.search(text)


def test_the_words_of_the_catalogue_hold_no_dose_in_either_language() -> None:
    said = [text for line in CATALOGUE.leaflet.lines for text in line.words.values()]

    assert [text for text in said if _DOSE.search(text)] == []


def test_it_reads_at_grade_8_or_lower_whole_and_section_by_section() -> None:
    said: dict[str, list[str]] = {}
    for line in CATALOGUE.leaflet.lines:
        said.setdefault(line.section, []).append(line.words["en"])

    said["all"] = [line.words["en"] for line in CATALOGUE.leaflet.lines]
    for section, texts in said.items():
        parts = (part for text in texts for part in re.split(r"(?<=[.!?]) ", text))
        sentences = "\n".join(re.sub(r"([.,;:()])", r" \1 ", part) for part in parts)
        grade = readability.getmeasures(sentences, lang="en")["readability grades"]["Kincaid"]
        assert grade <= 8, (section, grade)


def test_every_published_case_has_a_leaflet_in_both_languages() -> None:
    for record in read_cases(need(SHARED / "cases" / "published.yaml"), CATALOGUE).records:
        for language in ("en", "es"):
            made = handout(record, CATALOGUE, language)
            assert {"found", "ambulance", "same_day", "prescriber", "do_not"} <= {section.id for section in made.sections}


def test_a_name_cannot_bring_markup_into_a_page_or_a_pdf() -> None:
    made = leaflet(medications=[{"name": '<script>alert("x")</script> #read("secret") \\ "'}])

    assert "<script>" not in forms.to_html(made, CATALOGUE)
    assert forms.to_pdf(made, CATALOGUE).startswith(b"%PDF")


def test_the_pdf_has_the_same_bytes_every_time() -> None:
    assert forms.to_pdf(leaflet(), CATALOGUE) == forms.to_pdf(leaflet(), CATALOGUE)


def test_a_language_without_a_leaflet_is_refused() -> None:
    with pytest.raises(clonus.InputRefused, match="there is no leaflet in `fr`: choose one of en, es"):
        leaflet("fr")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            [{"name": "sertraline", "stopped": 1}, {"name": "sertraline", "started": 0.5}],
            [("sertraline", "stopped"), ("sertraline", "takes")],
        ),
        ([{"name": "sertraline", "stopped": -3}], [("sertraline", "takes")]),
        ([{"name": "sertraline", "started": -5}], [("sertraline", "later")]),
        ([{"name": "not on sertraline 50mg"}], [("not sertraline", "ask")]),
        ([{"name": "lithium 400mgs"}], [("lithium", "takes")]),
        ([{"name": "sertraline"}, {"name": "sertraline 50 mg"}], [("sertraline", "takes")]),
        ([{"rxcui": "99999999"}], [("a medicine whose name your clinician fills in", "takes")]),
        ([{"name": "Dr. Reddy's Foozol"}, {"name": "B12 Foozol"}], [("Foozol", "takes"), ("cyanocobalamin", "takes")]),
    ],
)
def test_the_card_says_of_each_entry_what_the_list_says(entries: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.state) for one in leaflet(medications=entries, findings={}).card or ()] == expected


def test_what_the_plan_would_stop_is_asked_about_and_what_it_would_not_is_taken() -> None:
    signs = {"inducible_clonus": "present", "diaphoresis": "present"}
    card = leaflet(medications=[{"name": "sertraline"}, {"name": "omeprazole"}], findings=signs).card

    assert [(one.name, one.state) for one in card or ()] == [("sertraline", "held"), ("omeprazole", "takes")]


def test_a_patient_who_is_urgent_is_not_told_to_wait_for_two_days() -> None:
    urgent = leaflet(findings={"tremor": "present", "diaphoresis": "present"})

    assert "48 hours" not in lines(urgent, "prescriber")
    assert "within one day" in lines(urgent, "prescriber")


def test_a_card_of_ninety_drugs_goes_on_to_the_next_page() -> None:
    names = [f"Fooz{chr(97 + one % 26)}{chr(97 + one // 26)}" for one in range(90)]

    assert pages(leaflet(medications=[{"name": name} for name in names])) > pages(leaflet(medications=[])) > 0


def pages(made: Leaflet) -> int:
    """The number of pages of its PDF."""
    pdf = forms.to_pdf(made, CATALOGUE)
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    texts = [pdf, *(zlib.decompressobj().decompress(one) for one in packed if one[:1] == b"x")]
    return max(int(count) for text in texts for count in re.findall(rb"/Count (\d+)", text))
