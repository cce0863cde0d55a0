"""What goes wrong with the streams of a program ends in one sentence and status 2, never in the program's own words."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CASE = "medications: [{name: sertraline}]\nfindings: {inducible_clonus: present}\n"


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case file."""
    file = tmp_path / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    return str(file)


def program(*arguments: str | bytes, closing: int | None = None, output: int = subprocess.PIPE) -> tuple[str, int]:
    """Run the program as a user does, with a stream closed or an output that fails: standard error and the status."""
    close: Callable[[], None] | None = None if closing is None else lambda: os.close(closing)
    ended = subprocess.run(
        [sys.executable, "-m", "clonus", *arguments], stdout=output, stderr=subprocess.PIPE, preexec_fn=close, check=False
    )
    return ended.stderr.decode(), ended.returncode


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_a_closed_output_is_said_in_one_sentence(format: str, case: str) -> None:
    errors, status = program("assess", case, "--format", format, closing=1)

    assert (errors, status) == ("standard output is closed: the answer has nowhere to go.\n", 2)


def test_a_closed_input_is_said_in_one_sentence() -> None:
    errors, status = program("assess", "-", closing=0)

    assert (errors.count("\n"), status) == (1, 2)


@pytest.mark.parametrize("format", ["html", "pdf"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_said_in_one_sentence(format: str, case: str) -> None:
    if format == "pdf":
        pytest.importorskip("typst", reason="the PDF is an extra: clonus[pdf]")
    with Path("/dev/full").open("wb") as full:
        errors, status = program("handout", case, "--format", format, output=full.fileno())

    assert (errors.count("\n"), "could not be written" in errors, status) == (1, True, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
@pytest.mark.parametrize("arguments", [("assess", b"\xff.json"), ("explain", b"\xff"), ("assess", b"\xff.yaml", "--as-of", b"\xff")])
def test_arguments_that_are_no_text_are_named_in_one_sentence(arguments: tuple[str | bytes, ...]) -> None:
    errors, status = program(*arguments)

    assert (errors.count("\n"), "Traceback" in errors, status) == (1, False, 2)


def test_what_was_typed_cannot_steer_the_terminal() -> None:
    errors, status = program("explain", "\x1b[31mX")

    assert ("\x1b" in errors, status) == (False, 2)


@pytest.mark.parametrize("country", ["Germany", "U", "12", "ß"])
def test_a_country_that_is_no_code_is_refused(country: str, case: str) -> None:
    errors, status = program("assess", case, "--country", country)

    assert ("write two letters" in errors, status) == (True, 2)
