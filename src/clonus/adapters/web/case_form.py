"""A case as the fields of a form, and back: what a browser submits, with or without scripts, is the contract's case.

The form has a field for each key of a case; nothing that is known is lost on the way from a file to the form and back.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clonus.adapters.formats.agreement import GROUPS
from clonus.adapters.formats.keys import MEDICATION_KEYS
from clonus.catalogue.reader import Fields, Items, Node, Scalar, short
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.services.reconcile import entries_of

Submitted = Mapping[str, str]
NOW = "now"
LISTS = {"med": "medications", "order": "proposed"}
EARLIER = "earlier"
PASTED = {"med": "paste", "order": "paste_orders"}
_TEXTS = ("id", "country", "setting", "onset", "hours_from_trigger_to_onset", "other_causes")
_ALONE = frozenset((*_TEXTS, "as_of", "now", "earlier", "none_taken", "tolerated", "monitored", "language", *PASTED.values()))
_TICKED = frozenset(("baseline", "hides", "conditions", "history"))
_BELOW = frozenset(("patient", "finding", "done", *GROUPS[1:])) | _TICKED
_YES = ("yes", "true", "on")
_ROW = re.compile(r"(med|order)\.(0|[1-9][0-9]{0,3})\.([a-z_]+)")
_WRITTEN_ON_LINES = ("paste", "paste_orders", "tolerated", "earlier")
_CHOICES = ("setting", "other_causes", "patient.sex", "patient.pregnant", "patient.cyp2d6", "patient.cyp2c19")
_ROW_CHOICES = ("overdose", "prn", "serotonergic")
_BETWEEN = re.compile(r"[,;\n]")
_PAIR = re.compile(r"\+| and ")


def case_of(fields: Submitted, catalogue: Catalogue, now: str) -> dict[str, Any]:
    """The case that the fields of a form say, in the contract's form; what was left empty is left out.

    Args:
        fields: names and values as a browser submits them.
        catalogue: how a pasted list is parted into entries.
        now: the moment that `now` means.

    Raises:
        InputRefused: if a field is none of the form's, or cannot be read; none is ever left out for that.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> case_of({"med.0.name": "sertraline", "finding.tremor": "present"}, open_catalogue(), "2026-11-26")
        {'medications': [{'name': 'sertraline'}], 'findings': {'tremor': 'present'}}
    """
    if faults := list(strange(fields)):
        raise InputRefused(faults)
    case: dict[str, Any] = {key: fields[key].strip() for key in _TEXTS if fields.get(key, "").strip()}
    if as_of := fields.get("as_of", "").strip():
        case["as_of"] = now if as_of.lower() == NOW else as_of
    if patient := _patient(fields):
        case["patient"] = patient
    for kind, key in LISTS.items():
        entries = [entry for _, entry in rows_of(fields, kind)]
        entries += [{"name": text} for text in entries_of(fields.get(PASTED[kind], ""), catalogue)]
        if entries or (kind == "med" and fields.get("none_taken")):
            case[key] = entries
    if pairs := [[part.strip() for part in _PAIR.split(line)] for line in fields.get("tolerated", "").splitlines() if line.strip()]:
        case["tolerated"] = pairs
    for key, value in (
        ("monitored", _listed(fields.get("monitored", ""))),
        ("baseline", _ticked(fields, "baseline")),
        ("examined_under", _ticked(fields, "hides")),
        *((group, _under(fields, "finding" if group == "findings" else group)) for group in GROUPS),
        ("examinations", earlier_of(fields)),
    ):
        if value:
            case[key] = value
    return case


def strange(fields: Submitted) -> Iterator[Fault]:
    """What no case can be made of: a field that the form does not have, a row that no list has, a box that is neither ticked nor empty."""
    for name, value in fields.items():
        prefix, dot, rest = name.partition(".")
        if not value.strip() or (name in _ALONE and name != "none_taken"):
            continue
        if prefix in LISTS and dot:
            found = _ROW.fullmatch(name)
            if found is None or found[3] not in MEDICATION_KEYS:
                yield _fault(f"`{short(name)}` is no field of a row, such as `{prefix}.0.name`: correct it, or leave it out.")
        elif (prefix in _TICKED and rest) or name == "none_taken":
            if value.strip().lower() not in _YES:
                yield _fault(f"`{short(name)}` is `{short(value)}`: a box is `yes` where it is ticked, and left out where it is not.")
        elif not (prefix in _BELOW and rest):
            yield _fault(f"`{short(name)}` is no field of this form, and would be left out: correct it, or leave it out.")


def _fault(sentence: str) -> Fault:
    return Fault(Place(), sentence)


def rows_of(fields: Submitted, kind: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a list that say something, each with its number, in order."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in fields.items():
        found = _ROW.fullmatch(name)
        if found and found[1] == kind and found[3] in MEDICATION_KEYS and value.strip():
            rows.setdefault(int(found[2]), {})[found[3]] = value.strip()
    return sorted(rows.items())


def earlier_of(fields: Submitted) -> list[Any]:
    """The earlier examinations, which travel in one field.

    Raises:
        InputRefused: if they cannot be read.
    """
    try:
        earlier = json.loads(fields.get("earlier", "").strip() or "[]", object_pairs_hook=_each_once)
        json.dumps(earlier, ensure_ascii=False).encode()  # half a character of UTF-16 has no bytes of its own
    except (ValueError, RecursionError):
        earlier = None
    if not isinstance(earlier, list):
        raise InputRefused(
            _fault("the earlier examinations cannot be read, and none may be left out: open the case file anew, or begin anew.")
        )
    return earlier


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def fields_of(node: Node) -> dict[str, str]:
    """The fields of the form that say a case; the case was read before, and so is sound."""
    case = _plain(node)
    if not isinstance(case, dict):
        return {}
    fields = {key: str(case[key]) for key in (*_TEXTS, "as_of") if key in case}
    fields.setdefault("as_of", "")
    for key, value in case.get("patient", {}).items():
        if key in ("conditions", "history"):
            fields[f"patient.{key}"] = ", ".join(value)
        else:
            fields[f"patient.{key}"] = str(value)
    for kind, key in LISTS.items():
        for number, entry in enumerate(case.get(key, ())):
            fields |= {f"{kind}.{number}.{name}": str(value) for name, value in entry.items()}
    if case.get("medications") == []:
        fields["none_taken"] = "yes"
    fields["tolerated"] = "\n".join(" + ".join(pair) for pair in case.get("tolerated", ()))
    fields["monitored"] = ", ".join(case.get("monitored", ()))
    fields |= {f"baseline.{id.strip()}": "yes" for id in case.get("baseline", ())}
    fields |= {f"hides.{id}": "yes" for id in case.get("examined_under", ())}
    for group in GROUPS:
        prefix = "finding" if group == "findings" else group
        fields |= {f"{prefix}.{id}": str(value) for id, value in case.get(group, {}).items() if value is not None}
    if case.get("examinations"):
        fields["earlier"] = json.dumps(case["examinations"], ensure_ascii=False)
    return written(fields)


def written(fields: Submitted) -> dict[str, str]:
    """The fields as the form's own choices are written, whatever their case was, each in one line where the form has one."""
    return {name: _chosen(name, value) for name, value in fields.items()}


def _chosen(name: str, value: str) -> str:
    if name in _WRITTEN_ON_LINES:
        return value
    text, row = " ".join(value.split()), _ROW.fullmatch(name)
    closed = name in _CHOICES or name.startswith("finding.") or (row is not None and row[3] in _ROW_CHOICES)
    return text.lower() if closed else text


def with_pasted(fields: Submitted, catalogue: Catalogue) -> dict[str, str]:
    """The fields with each pasted list moved into rows, so that dates can be added to them."""
    moved = dict(fields)
    for kind, box in PASTED.items():
        for number, text in enumerate(entries_of(moved.pop(box, ""), catalogue), start=last_row(fields, kind)):
            moved[f"{kind}.{number}.name"] = text
    return moved


def without_row(fields: Submitted, kind: str, number: int) -> dict[str, str]:
    """The fields without one row of a list, or without one of the earlier examinations, which are numbered from 0."""
    if kind == EARLIER:
        kept = [one for position, one in enumerate(earlier_of(fields)) if position != number]
        return {**fields, EARLIER: json.dumps(kept, ensure_ascii=False) if kept else ""}
    return {name: value for name, value in fields.items() if not name.startswith(f"{kind}.{number}.")}


def examined_again(fields: Submitted, now: str) -> dict[str, str]:
    """The fields with the current examination moved among the earlier ones, and a new one to be filled in."""
    at = fields.get("as_of", "").strip()
    current = {group: _under(fields, "finding" if group == "findings" else group) for group in GROUPS}
    examination = {"at": now if at.lower() == NOW else at or "0", **{group: values for group, values in current.items() if values}}
    kept = {name: value for name, value in fields.items() if name.split(".")[0] not in ("finding", *GROUPS[1:])}
    if len(examination) > 1:
        kept["earlier"] = json.dumps([*earlier_of(fields), examination], ensure_ascii=False)
    return kept


def _patient(fields: Submitted) -> dict[str, Any]:
    patient: dict[str, Any] = _under(fields, "patient")
    for key in ("conditions", "history"):
        listed = [*_ticked(fields, key), *_listed(patient.pop(key, ""))]
        if listed:
            patient[key] = list(dict.fromkeys(listed))
    return patient


def _under(fields: Submitted, prefix: str) -> dict[str, str]:
    """The fields below a name that say something, by the rest of their names."""
    start = f"{prefix}."
    return {name.removeprefix(start): value.strip() for name, value in fields.items() if name.startswith(start) and value.strip()}


def _ticked(fields: Submitted, prefix: str) -> list[str]:
    return list(_under(fields, prefix))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _plain(node: Node) -> Any:  # noqa: ANN401 - plain values of any depth
    """A node as plain values, its texts as they were written; a key without a value is left out."""
    match node:
        case Fields():
            return {key: _plain(value) for key, value in node.nodes.items() if not (isinstance(value, Scalar) and value.empty)}
        case Items():
            return [_plain(item) for item in node.nodes]
        case Scalar():
            return node.text


def last_row(fields: Submitted, kind: str) -> int:
    """The number that a new row of a list gets."""
    return max((number for number, _ in rows_of(fields, kind)), default=-1) + 1


def names_of(entries: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """What each entry is called in an answer: its name, or else its code."""
    for entry in entries:
        system = next((system for system in ("rxcui", "atc", "ndc") if system in entry), "")
        yield " ".join(entry.get("name", "").split()) or f"{system} {entry.get(system, '')}"
