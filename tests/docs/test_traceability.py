"""Every statement of the article that the product began from is carried by knowledge that exists, and is shown at work."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import clonus
from clonus.adapters.formats.lookup import find
from tests.docs.pages import ROOT

ARTICLE = ROOT.parent / "shared" / "mission" / "seed.txt"
VERDICTS = ("OK", "IMPRECISE", "CONTESTED", "UNSUPPORTED", "UNSAFE", "GAP")
STATEMENTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "docs" / "traceability.yaml").read_text(encoding="utf-8"))["statements"]
TOPIC = clonus.open_catalogue().topics["twitching_on_ssri"]
OWN = {said.id for section in TOPIC.sections for said in section.statements if said.id}


def exists(id: str) -> bool:
    """Whether an id is a statement of the topic, or an entry that `clonus explain` knows."""
    if id in OWN:
        return True
    try:
        return bool(find(id, clonus.open_catalogue()))
    except clonus.NotFound:
        return False


@pytest.mark.parametrize("stated", STATEMENTS, ids=lambda one: one["n"])
def test_a_statement_of_the_article_is_carried_by_what_exists(stated: dict[str, Any]) -> None:
    missing = [id for id in stated["carried_by"] if not exists(id)]
    untested = [file for file in stated["behavior"] if not (ROOT / file).is_file()]

    assert stated["carried_by"]
    assert missing == []
    assert untested == []
    assert stated["verdict"] in VERDICTS
    assert stated["verdict"] in ("OK", "GAP") or stated["differs"]


def test_each_number_stands_once() -> None:
    numbers = [one["n"] for one in STATEMENTS]

    assert len(set(numbers)) == len(numbers)


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the article lies beside the checkout, in the shared folder, and is not there")
def test_every_line_of_the_article_is_mapped() -> None:
    """A line that no statement carries, or a number beyond the article, fails."""
    lines = {number for number, line in enumerate(Path(ARTICLE).read_text(encoding="utf-8").splitlines(), start=1) if line.strip()}
    mapped = {line for one in STATEMENTS for line in one["lines"]}

    assert mapped == lines
