"""The drawings of how to examine stand alone, say what they show, and take their colors from the page."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

import clonus
from clonus.adapters.web.views import environment

FOLDER = Path(clonus.__file__).parent / "adapters" / "web" / "figures"
FIGURES = sorted(FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.stem)
def test_a_figure_says_what_it_shows_and_holds_neither_style_nor_script(figure: Path) -> None:
    drawn = ElementTree.fromstring(figure.read_bytes())  # noqa: S314 - a file of this package
    parts = list(drawn.iter())

    assert len(drawn.findtext(f"{SVG}title", "")) > 10
    assert len(drawn.findtext(f"{SVG}desc", "")) > 50
    assert not {part.tag.removeprefix(SVG) for part in parts} & {"style", "script", "image", "use", "foreignObject"}
    assert all("style" not in part.attrib and not any("href" in name for name in part.attrib) for part in parts)
    assert figure.stat().st_size < 6_000


def test_ids_are_of_one_figure_alone() -> None:
    ids = [part.attrib["id"] for figure in FIGURES for part in ElementTree.fromstring(figure.read_bytes()).iter() if "id" in part.attrib]  # noqa: S314

    assert len(ids) == len(set(ids)) == 2 * len(FIGURES)


def test_the_signs_that_decide_have_a_figure() -> None:
    drawn = environment(clonus.open_catalogue(), "key").globals["figures"]

    assert isinstance(drawn, dict)
    assert {"inducible_clonus", "ocular_clonus", "hypertonia", "hyperreflexia", "spontaneous_clonus", "tremor"} <= set(drawn)
