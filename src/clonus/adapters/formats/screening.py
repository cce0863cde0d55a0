"""A screening as JSON in the form of the public contract, as plain text and as Markdown."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from clonus.adapters.formats.document import SCHEMA_VERSION, Refusals, about, medication_document
from clonus.adapters.formats.together import (
    HEADINGS,
    RISK,
    of_tier,
    quiet_lines,
    raised_document,
    raised_lines,
    raised_markdown,
    risk_lines,
)
from clonus.adapters.formats.words import footer, marked, medication_line, read_as, shown_as_given
from clonus.catalogue.shelves import Catalogue
from clonus.domain.screening import Screening

if TYPE_CHECKING:
    from clonus.adapters.formats.answers.screening import ScreeningDocument, ScreeningPart

_WIDTH = 100
_NOTHING = "Nothing was raised among the entries that were recognized: that is what these sources hold, not that the list does no harm."


def screenings_document(screenings: Iterable[Screening], refused: Refusals, catalogue: Catalogue) -> "ScreeningDocument":
    """All screenings, and the cases that were refused, as plain values ready for JSON."""
    return {
        "schema_version": SCHEMA_VERSION,
        "clonus": about(catalogue),
        "screenings": [screening_document(one) for one in screenings],
        "refused": [{"id": id, "faults": [str(fault) for fault in faults]} for id, faults in refused],
    }


def screening_document(screening: Screening) -> "ScreeningPart":
    """One screening."""
    return {
        "id": screening.id or None,
        "as_of": screening.as_of,
        "input_digest": screening.input_digest or None,
        "medications": [medication_document(one) for one in screening.medications],
        "proposed": [medication_document(one) for one in screening.proposed],
        **raised_document(screening.raised),
        "unscreened": list(screening.unscreened),
        "unjudged": list(screening.raised.unjudged),
        "named_only": list(screening.raised.named_only),
        "remarks": list(screening.remarks),
        "not_assessed": list(screening.not_assessed),
        "not_checked": screening.not_checked,
    }


def to_text(screenings: Iterable[Screening], refused: Refusals, catalogue: Catalogue) -> str:
    """All screenings as plain text, then the cases that were refused, then what made them."""
    lines = [part for screening in screenings for line in (*_text(screening, catalogue), "") for part in _wrapped(line)]
    for id, faults in refused:
        lines += [f"{shown_as_given(id)}: refused", *(f"  {fault}" for fault in faults), ""]
    return "\n".join([*lines, footer(catalogue), ""])


def _wrapped(line: str) -> list[str]:
    """A line no longer than a page is wide, what follows standing a little further in."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    return wrap(line.strip(), _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ") or [""]


def _text(screening: Screening, catalogue: Catalogue) -> Iterator[str]:
    yield shown_as_given(screening.id) or "screening"
    yield from (f"  {line}" for line in summary(screening))
    yield "  what was read"
    yield from (f"    {line}" for line in _read(screening))
    yield from (f"  {line}" for line in raised_lines(screening.raised, catalogue))
    risks = list(risk_lines(screening.raised, catalogue, short=True))
    quiet = list(quiet_lines(screening.raised, catalogue))
    sections = (
        (f"risk factors (clonus explain {RISK}ID tells each)", risks),
        ("considered and not raised", quiet),
        ("remarks", screening.remarks),
        ("not assessed", (*screening.not_assessed, screening.not_checked)),
    )
    for heading, entries in sections:
        if entries:
            yield f"  {heading}"
            yield from (f"    {shown_as_given(entry)}" for entry in entries)


def _read(screening: Screening) -> Iterator[str]:
    """Each entry as it was understood, the proposed ones last, of which none is on board yet."""
    yield from (medication_line(one) for one in screening.medications)
    yield from (f"proposed: {read_as(one)}" for one in screening.proposed)


def summary(screening: Screening) -> Iterator[str]:
    """How much was raised, how loud, and what was not screened."""
    if screening.list_not_asked:
        yield (
            "NOT SCREENED: the medication list was not asked for."
            if not screening.proposed
            else ("NOT COMPLETE: the medication list was not asked for, so the proposed orders were screened against one another alone.")
        )
    if screening.unscreened:
        names = "; ".join(shown_as_given(text) for text in screening.unscreened)
        yield f"NOT COMPLETE: {len(screening.unscreened)} not recognized and so not screened: {names}"
    if screening.raised.unjudged:
        yield f"NOT COMPLETE: nobody has judged here whether they act on serotonin: {', '.join(screening.raised.unjudged)}"
    if screening.raised.named_only:
        yield f"Known by name only, so not screened: {', '.join(screening.raised.named_only)}."
    if screening.list_not_asked and not screening.proposed:
        return
    counts = {tier: of_tier(screening.raised, tier) for tier in HEADINGS}
    told = [f"{len(found)} {HEADINGS[tier]}" for tier, found in counts.items() if found]
    yield f"{', '.join(told)}." if told else _NOTHING


def to_markdown(screenings: Iterable[Screening], refused: Refusals, catalogue: Catalogue) -> str:
    """All screenings as one Markdown text."""
    lines = [line for screening in screenings for line in _markdown(screening, catalogue)]
    for id, faults in refused:
        lines += [f"## {marked(id)}: refused", "", *(f"- {marked(str(fault))}" for fault in faults), ""]
    return "\n".join([*lines, f"_{footer(catalogue)}_", ""])


def _markdown(screening: Screening, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"## {marked(screening.id) or 'Screening'}", "")
    for line in summary(screening):
        yield from (f"**{marked(line)}**" if line.startswith("NOT ") else marked(line), "")
    yield from ("### What was read", "", *(f"- {marked(line)}" for line in _read(screening)), "")
    yield from raised_markdown(screening.raised, catalogue)
    for heading, entries in (
        ("Considered and not raised", list(quiet_lines(screening.raised, catalogue))),
        ("Remarks", screening.remarks),
        ("Not assessed", (*screening.not_assessed, screening.not_checked)),
    ):
        if entries:
            yield from (f"### {heading}", "", *(f"- {marked(entry)}" for entry in entries), "")
