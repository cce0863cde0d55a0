"""The command line as a test calls it: in this process, with what it wrote and how it ended."""

import contextlib
import io
from dataclasses import dataclass

from clonus.adapters.cli.app import main


@dataclass(frozen=True)
class Result:
    """What a command wrote on standard output and standard error, and its exit status."""

    output: str
    errors: str
    status: int


def run(*arguments: str) -> Result:
    """Run `clonus` with some arguments."""
    output, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    status = 0
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    for stream in (output, errors):
        stream.flush()
    return Result(_text(output), _text(errors), status)


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
