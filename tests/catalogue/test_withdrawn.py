"""What is withdrawn is used nowhere, and can be explained still with the reason."""

import shutil
from pathlib import Path

import pytest

from clonus.adapters.formats.explanation import explanation
from clonus.catalogue.opening import build_catalogue
from clonus.catalogue.shelves import Catalogue
from tests.catalogue.test_bad_knowledge import GOOD, replace

WITHDRAWN = "review: {status: withdrawn, why: an example}"


def built(folder: Path, file: str, old: str, new: str) -> Catalogue:
    """The small sound catalogue with one edit."""
    knowledge = Path(shutil.copytree(GOOD, folder / "knowledge"))
    replace(knowledge / file, old, new)
    return build_catalogue(knowledge)


def test_a_withdrawn_dose_is_not_printed(tmp_path: Path) -> None:
    catalogue = built(tmp_path, "steps/steps.yaml", "            from_age: 18\n", f"            from_age: 18\n            {WITHDRAWN}\n")

    [option] = catalogue.plan.steps["calm_down"].options
    assert [dose.id for dose in option.doses] == ["calm_down.child"]


def test_a_withdrawn_option_is_not_offered(tmp_path: Path) -> None:
    catalogue = built(tmp_path, "steps/steps.yaml", "        route: by mouth\n", f"        route: by mouth\n        {WITHDRAWN}\n")

    assert catalogue.plan.steps["calm_down"].options == ()


def test_a_withdrawn_remark_is_not_made(tmp_path: Path) -> None:
    old = "{heading: Watch, says: Look again., when: tremor,"
    catalogue = built(tmp_path, "steps/steps.yaml", old, f"{old} {WITHDRAWN},")

    assert [detail.heading for detail in catalogue.plan.steps["calm_down"].details] == ["For some"]


@pytest.mark.parametrize(
    ("file", "old", "shelf", "id"),
    [
        ("stopping.yaml", "{id: stopping.one,", "stopping", "stopping.one"),
        ("poison_centers.yaml", "{id: poison_center.us,", "poison_centers", "poison_center.us"),
        ("weights.yaml", "{id: weight.adult,", "weights", "weight.adult"),
    ],
)
def test_a_withdrawn_entry_of_a_list_is_set_aside(file: str, old: str, shelf: str, id: str, tmp_path: Path) -> None:
    catalogue = built(tmp_path, file, old, f"{old} {WITHDRAWN},")

    assert getattr(catalogue.plan, shelf) == {}
    assert catalogue.withdrawn[id].review.why == "an example"


@pytest.mark.parametrize(
    ("file", "old", "shelf", "id"),
    [
        ("may_give.yaml", "    need: pain\n", "may_give", "may_give.pain.one"),
        ("pathways.yaml", "    name: Toxicity\n", "pathways", "toxicity"),
    ],
)
def test_what_is_withdrawn_is_explained_with_the_reason(file: str, old: str, shelf: str, id: str, tmp_path: Path) -> None:
    catalogue = built(tmp_path, file, old, f"{old}    {WITHDRAWN}\n")

    assert getattr(catalogue.plan, shelf) == {}
    assert "an example" in explanation(id, "text", catalogue)
