"""The drawings of how to examine: each stands alone, says in words what it shows, and leaves its colors to the page."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

import clonus

FOLDER = Path(clonus.__file__).parent / "adapters" / "web" / "figures"
NAMES = ("ankle_clonus", "ocular_clonus", "reflexes", "spontaneous_clonus", "tone", "tremor")
SVG = "{http://www.w3.org/2000/svg}"
MAY_STAND = {"svg", "title", "desc", "g", "path", "circle", "text"}
each_figure = pytest.mark.parametrize("name", NAMES)


def _drawn(name: str) -> ElementTree.Element:
    return ElementTree.fromstring((FOLDER / f"{name}.svg").read_bytes())  # noqa: S314 - a file of this package


def test_these_six_figures_are_drawn_and_no_others() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.svg" for name in NAMES}


@each_figure
def test_a_figure_has_the_size_that_the_page_expects_and_weighs_at_most_6_kb(name: str) -> None:
    figure = _drawn(name)

    assert figure.tag == f"{SVG}svg"
    assert (figure.get("viewBox"), figure.get("width"), figure.get("height")) == ("0 0 320 220", "320", "220")
    assert (FOLDER / f"{name}.svg").stat().st_size <= 6_000


@each_figure
def test_a_figure_is_an_image_that_is_named_and_described_by_its_own_words(name: str) -> None:
    figure = _drawn(name)
    title, desc = figure.find(f"{SVG}title"), figure.find(f"{SVG}desc")

    assert title is not None
    assert desc is not None
    assert figure.get("role") == "img"
    assert figure.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.get("id") == f"{name.replace('_', '-')}-title"
    assert len(title.text or "") > 10
    assert len(desc.text or "") > 100


@each_figure
def test_a_figure_holds_nothing_that_the_content_security_policy_refuses(name: str) -> None:
    parts = list(_drawn(name).iter())

    assert {part.tag.removeprefix(SVG) for part in parts} <= MAY_STAND
    attributes = {attribute for part in parts for attribute in part.attrib}
    assert not {one for one in attributes if one == "style" or one.startswith("on") or one.endswith("href")}
    assert not [value for part in parts for value in part.attrib.values() if "url(" in value]


@each_figure
def test_a_figure_takes_every_color_from_the_page(name: str) -> None:
    parts = list(_drawn(name).iter())

    assert {part.attrib[paint] for part in parts for paint in ("fill", "stroke") if paint in part.attrib} == {"currentColor", "none"}
    colored = [part for part in parts if part.get("class", "").startswith("fig-")]
    assert {part.attrib["class"] for part in colored} == {"fig-accent", "fig-soft"}
    assert all("currentColor" in (part.get("fill"), part.get("stroke")) for part in colored)


@each_figure
def test_the_words_in_a_figure_are_large_enough_to_read(name: str) -> None:
    figure = _drawn(name)
    sized = [part for part in figure.iter() if "font-size" in part.attrib]

    assert list(figure.iter(f"{SVG}text"))
    assert sized
    assert all(float(part.attrib["font-size"]) >= 11 for part in sized)
