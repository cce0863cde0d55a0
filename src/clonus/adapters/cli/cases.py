"""What the command line is given: files, standard input and moments."""

import sys
from datetime import date, datetime
from pathlib import Path

from clonus.adapters.formats.case import CasesRead, read_cases
from clonus.adapters.formats.keys import country_code
from clonus.adapters.formats.moments import AsOf, NotAMoment
from clonus.catalogue.reader import MOST_BYTES, Fields, Node, Scalar, read_bytes, read_file
from clonus.catalogue.shapes import shown
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.record import PatientRecord
from clonus.services.assurance import PublishedCase
from clonus.services.reconcile import entries_of


def read_all(file: str, catalogue: Catalogue, as_of: str | None, skip_refused: bool) -> CasesRead:
    """The cases of a file, or of standard input where it is `-`.

    Raises:
        InputRefused: if one case is refused and they are not to be skipped, or all are.
    """
    moment = None if as_of is None else _moment(as_of).text
    read = read_cases(_document(file), catalogue, moment)
    if read.refused and (not skip_refused or not read.records):
        raise InputRefused(fault for _, faults in read.refused for fault in faults)
    return read


def listed(text: str, catalogue: Catalogue, as_of: str | None) -> CasesRead:
    """A medication list that was pasted as text, as the one case of it.

    Raises:
        InputRefused: if nothing stands there.
    """
    entries = entries_of(text, catalogue)
    if not entries:
        raise InputRefused(Fault(Place(), "the list holds no word: write the medications, separated by commas or lines."))
    case = {"medications": [{"name": entry} for entry in entries]}
    return read_cases(case, catalogue, None if as_of is None else _moment(as_of).text)


def as_country(text: str) -> str:
    """The code of a country that an option or the environment gives.

    Raises:
        InputRefused: if it is none.
    """
    code = country_code(text)
    if code is None:
        raise InputRefused(Fault(Place(), f"the country is `{text[:40]}`, which is no code of one: write two letters, such as US."))
    return code


def read_one(file: str, catalogue: Catalogue, as_of: str | None) -> PatientRecord:
    """The one case of a file.

    Raises:
        InputRefused: if it is refused, or the file holds more than one.
    """
    read = read_all(file, catalogue, as_of, skip_refused=False)
    if len(read.records) != 1:
        raise InputRefused(Fault(Place(file), f"this holds {len(read.records)} cases, and one is wanted: give one case."))
    return read.records[0]


def read_published(file: str, catalogue: Catalogue) -> list[PublishedCase]:
    """The cases of a file with the diagnosis that their authors published.

    Raises:
        InputRefused: if a case is refused, or none has a published diagnosis group.
    """
    node = _document(file)
    read = read_cases(node, catalogue)
    if read.refused:
        raise InputRefused(fault for _, faults in read.refused for fault in faults)
    items = getattr(node.nodes.get("cases"), "nodes", (node,)) if isinstance(node, Fields) else ()
    cases = [PublishedCase(_group(item), record) for item, record in zip(items, read.records, strict=True)]
    if not any(case.group for case in cases):
        raise InputRefused(Fault(Place(file), "no case has `published: {diagnosis_group: ...}`, so there is nothing to compare with."))
    return [case for case in cases if case.group]


def moment_of(as_of: str | None) -> AsOf | None:
    """The moment of --as-of, if there is one."""
    return None if as_of is None else _moment(as_of)


def day_of(as_of: str | None) -> date:
    """The calendar day of a moment, or today."""
    return _moment(as_of or "now").day


def _document(file: str) -> Node:
    if file == "-":
        if sys.stdin is None:
            raise InputRefused(Fault(Place(), "standard input is closed: name a file, or give the case there."))
        return read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input")
    return read_file(Path(file))


def _moment(as_of: str) -> AsOf:
    """The moment that --as-of names; the clock is read for `now` alone."""
    try:
        return AsOf.read(datetime.now().astimezone().isoformat(timespec="seconds") if as_of == "now" else as_of)
    except NotAMoment as error:
        raise InputRefused(Fault(Place(), f"`--as-of` is {shown(Scalar(as_of, Place()))}, {error}")) from None


def _group(node: Node) -> str:
    published = node.nodes.get("published") if isinstance(node, Fields) else None
    group = published.nodes.get("diagnosis_group") if isinstance(published, Fields) else None
    return group.text if isinstance(group, Scalar) else ""
