"""Refusing a record whose statements cannot all be true: every contradiction with the lines of the keys that it names."""

import re
from collections.abc import Iterator
from dataclasses import replace

from clonus.catalogue.reader import Fields
from clonus.catalogue.shapes import Form
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Contradiction, Fault
from clonus.domain.record import PatientRecord
from clonus.services.exposure import history_of
from clonus.services.knowing import known_facts

GROUPS = ("findings", "vitals", "labs", "ecg")
_NAMED = re.compile(r"`(\w+)`")


def must_agree(record: PatientRecord, form: Form, catalogue: Catalogue) -> None:
    """Refuse a record that contradicts itself, now or in an earlier examination.

    Args:
        record: what was read of a case.
        form: the case as it stands in the file.
        catalogue: the facts and what ties them.

    Raises:
        Contradiction: with a fault for each; those of the current examination only where the earlier ones are sound.
    """
    now = list(_at_odds(record, catalogue))
    if not now:
        return
    before: list[Fault] = []
    for position, (earlier, node) in enumerate(zip(record.earlier, form.items("examinations"), strict=True), start=1):
        subject = f"{form.subject}.examinations[{position}]".lstrip(".")
        inner = Form(node, subject, ("at", "notes", *GROUPS), [])
        before += [_placed(fault, inner) for fault in _at_odds(PatientRecord(current=earlier), catalogue)]
    raise Contradiction(before or [_placed(fault, form) for fault in now])


def _at_odds(record: PatientRecord, catalogue: Catalogue) -> Iterator[Fault]:
    """Each contradiction of a record; what one names is left out in looking for the next."""
    try:
        known_facts(record, history_of(record, catalogue), catalogue, concluding=False)
    except Contradiction as error:
        yield from error.faults
        now, named = record.current, {key for fault in error.faults for key in _NAMED.findall(fault.sentence)}
        findings = {id: value for id, value in now.findings.items() if id not in named}
        measured = {id: value for id, value in now.measurements.items() if id not in named}
        if (findings, measured) != (now.findings, now.measurements):
            yield from _at_odds(replace(record, current=replace(now, findings=findings, measurements=measured)), catalogue)


def _placed(fault: Fault, form: Form) -> Fault:
    """A contradiction with the line of each key that it names."""
    groups = [group for group in (form.nodes.get(key) for key in GROUPS) if isinstance(group, Fields)]
    places = {key: node.place for group in groups for key, node in group.nodes.items()}
    named = [key for key in _NAMED.findall(fault.sentence) if key in places]
    sentence = fault.sentence
    for key in named:
        if places[key].line:
            sentence = sentence.replace(f"`{key}`", f"`{key}` (line {places[key].line})", 1)
    return Fault(places[named[0]] if named else form.place, sentence, form.subject)
