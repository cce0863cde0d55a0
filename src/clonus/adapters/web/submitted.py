"""What a browser sends and takes home: the fields of a form, one case of a file, and a file to keep."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from clonus.catalogue.reader import Fields, Items, Node
from clonus.domain.errors import Fault, InputRefused, Place

MOST_FIELDS = 4_000
MOST_LETTERS = 10_000
_FORM = "application/x-www-form-urlencoded"


async def submitted(request: Request) -> dict[str, str]:
    """The fields of a form as a browser sends it.

    Raises:
        InputRefused: if it is no form, or has too many fields.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_fields=MOST_FIELDS) as form:
            return _short({name: value for name, value in form.items() if isinstance(value, str)})
    if kind not in (_FORM, ""):
        raise InputRefused(Fault(Place(), f"the form is `{kind[:60]}`, and nothing of it was read: send it as {_FORM}."))
    try:
        return _short(dict(parse_qsl((await request.body()).decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)))
    except ValueError:
        sentence = "the form cannot be read: it has more fields than a case has, or is not UTF-8 text. Begin anew at the first page."
        raise InputRefused(Fault(Place(), sentence)) from None


def _short(fields: dict[str, str]) -> dict[str, str]:
    """The fields, none of which is longer than a person writes.

    Raises:
        InputRefused: if one is.
    """
    for name, value in fields.items():
        if len(value) > MOST_LETTERS * (10 if name == "earlier" else 1):
            sentence = f"`{name[:40]}` holds {len(value):,} letters, more than {MOST_LETTERS:,}: shorten it, or use a case file."
            raise InputRefused(Fault(Place(), sentence))
    return fields


def one_case(node: Node) -> Node:
    """The one case of a document.

    Raises:
        InputRefused: if it holds several.
    """
    cases = node.nodes.get("cases") if isinstance(node, Fields) else None
    if cases is None:
        return node
    if not isinstance(cases, Items) or len(cases.nodes) != 1:
        raise InputRefused(Fault(cases.place, "this file holds several cases, and one is opened at a time: give a file with one of them."))
    return cases.nodes[0]


def attachment(content: str | bytes, media_type: str, name: str) -> Response:
    """A file that a browser keeps; its name says nothing of a patient."""
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
