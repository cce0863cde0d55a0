"""What a browser sends and takes home: the fields of a form, one case of a file, and a file to keep."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clonus.catalogue.reader import Fields, Items, Node, short
from clonus.domain.errors import Fault, InputRefused, Place

Value = TypeVar("Value")

MOST_FIELDS = 4_000
MOST_LETTERS = 10_000
MOST_LISTED, MOST_CASES = 500, 2_000
_FORM = "application/x-www-form-urlencoded"
_CUT_OFF = "the form came damaged or not whole, and nothing of it was read: send it again."
_UNREADABLE = "the form cannot be read: it has more fields than a case has, or is not UTF-8 text. Begin anew at the first page."
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # what it logs of a form quotes it


async def submitted(request: Request) -> dict[str, str]:
    """The fields of a form as a browser sends it.

    Raises:
        InputRefused: if it is no form, is not whole, has a field twice or too many of them, or holds a file.
    """
    fields, content = await received(request)
    if content:
        raise _refused("a file came with this form, and a case file is opened with Open alone: choose it there.")
    return fields


async def received(request: Request) -> tuple[dict[str, str], bytes]:
    """The fields of a form, and the content of the file that came with it.

    Raises:
        InputRefused: if it is no form, is not whole, or has a field twice or too many of them.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _parts(request)
    if kind not in (_FORM, ""):
        raise _refused(f"the form is `{kind[:60]}`, and nothing of it was read: send it as {_FORM}.")
    try:
        pairs = parse_qsl((await request.body()).decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise _refused(_UNREADABLE) from None
    return _short(_once(pairs)), b""


async def _parts(request: Request) -> tuple[dict[str, str], bytes]:
    """The fields and the file of a form in parts, whose end must have come."""
    _, options = parse_options_header(request.headers["content-type"])
    boundary, charset = options.get(b"boundary", b""), options.get(b"charset", b"utf-8")
    if not boundary or b"\r\n--" + boundary + b"--" not in b"\r\n" + await request.body():
        raise _refused(_CUT_OFF)
    if charset.lower() != b"utf-8":
        raise _refused(_UNREADABLE)
    try:
        async with request.form(max_fields=MOST_FIELDS) as form:
            parts = _once(form.multi_items())
            file = parts.pop("file", "")
            content = await file.read() if isinstance(file, UploadFile) else b""
    except HTTPException:
        raise _refused(_CUT_OFF) from None
    if strange := next((name for name, value in parts.items() if not isinstance(value, str)), None):
        raise _refused(f"`{short(strange)}` holds a file, which belongs in `file`: choose it there.")
    return _short({name: value for name, value in parts.items() if isinstance(value, str)}), content


def _once(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    """The fields of a form, each of which stands there once.

    Raises:
        InputRefused: if one stands there twice, since one of the two would say nothing.
    """
    fields: dict[str, Value] = {}
    for name, value in pairs:
        if name in fields:
            raise _refused(f"`{short(name)}` stands twice in the form, and nothing of it was read: send each field once.")
        fields[name] = value
    return fields


def _short(fields: dict[str, str]) -> dict[str, str]:
    """The fields, none of which is longer than a person writes.

    Raises:
        InputRefused: if one is.
    """
    for name, value in fields.items():
        most = MOST_LETTERS * (10 if name == "earlier" else 1)
        if len(value) > most:
            raise _refused(f"`{name[:40]}` holds {len(value):,} letters, more than {most:,}: shorten it, or use a case file.")
    return fields


def _refused(sentence: str) -> InputRefused:
    return InputRefused(Fault(Place(), sentence))


def one_case(node: Node) -> Node:
    """The one case of a document, with the document's own moment where it has none.

    Raises:
        InputRefused: if it holds several.
    """
    cases = node.nodes.get("cases") if isinstance(node, Fields) else None
    if cases is None:
        return node
    if not isinstance(cases, Items) or len(cases.nodes) != 1:
        raise InputRefused(Fault(cases.place, "this file holds several cases, and one is opened at a time: give a file with one of them."))
    case, moment = cases.nodes[0], node.nodes.get("as_of") if isinstance(node, Fields) else None
    if moment is None or not isinstance(case, Fields) or "as_of" in case.nodes:
        return case
    return replace(case, nodes={**case.nodes, "as_of": moment})


def must_be_short(node: Node, key: str = "") -> None:
    """Refuse a list that would hold up the server before anything of it is judged.

    Raises:
        InputRefused: if one is longer than this server reads.
    """
    if isinstance(node, Items):
        most = MOST_CASES if key == "cases" else MOST_LISTED
        if len(node.nodes) > most:
            sentence = f"a list of {len(node.nodes):,} entries stands here, and this server reads at most {most:,}: give fewer at a time."
            raise InputRefused(Fault(node.place, sentence, short(key)))
        for one in node.nodes:
            must_be_short(one)
    elif isinstance(node, Fields):
        for name, one in node.nodes.items():
            must_be_short(one, name)


def attachment(content: str | bytes, media_type: str, name: str) -> Response:
    """A file that a browser keeps; its name says nothing of a patient."""
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
