"""Agreement with published cases, printed."""

from collections.abc import Iterable, Iterator

from clonus.adapters.formats.document import about, to_json
from clonus.adapters.formats.words import footer, spell
from clonus.catalogue.shelves import Catalogue
from clonus.domain.truth import Truth
from clonus.services.assurance import Evaluation, GroupAgreement


def evaluation(result: Evaluation, format: str, catalogue: Catalogue) -> str:
    """The tables in a format: text, json or markdown."""
    if format == "json":
        return to_json(_document(result, catalogue))
    lines = _markdown(result) if format == "markdown" else _text(result)
    return "\n".join([*lines, "", footer(catalogue), ""])


def _document(result: Evaluation, catalogue: Catalogue) -> dict[str, object]:
    return {
        "schema_version": 1,
        "clonus": about(catalogue),
        "groups": [_group(group) for group in result.groups],
        "two_findings_or_more": _group(result.enough),
        "misses": [
            {
                "id": miss.id,
                "group": miss.group,
                "what": miss.what,
                "answer": miss.answer,
                "findings_present": miss.present,
                "next": miss.next or None,
            }
            for miss in result.misses
        ],
    }


def _group(group: GroupAgreement) -> dict[str, object]:
    return {
        "group": group.group,
        "n": group.cases,
        "verdicts": {id: {truth.value: counts[truth] for truth in Truth} for id, counts in group.verdicts.items()},
        "standing": group.standing,
        "mean_standing": round(group.mean_standing, 2),
        "urgencies": dict(group.urgencies),
    }


def _rows(result: Evaluation) -> Iterator[tuple[str, ...]]:
    for group in (*result.groups, result.enough):
        for criterion, counts in group.verdicts.items():
            yield (group.group, str(group.cases), criterion, *(str(counts[truth]) for truth in Truth))


def _standings(result: Evaluation) -> Iterator[tuple[str, ...]]:
    for group in (*result.groups, result.enough):
        standing = "no condition" if group.standing is None else str(group.standing)
        levels = (str(group.urgencies[level]) for level in _LEVELS)
        yield (group.group, str(group.cases), standing, f"{group.mean_standing:.1f}", *levels)


def _misses(result: Evaluation) -> Iterator[tuple[str, ...]]:
    for miss in result.misses:
        asked = spell(miss.next) if miss.next else "nothing left to ask"
        yield (miss.id, miss.group, miss.what, spell(miss.answer), str(miss.present), asked)


_LEVELS = ("emergency", "urgent", "cannot_tell", "routine")
_HEAD = ("diagnosis group", "n", "criterion", "yes", "no", "unknown")
_STANDING_HEAD = ("diagnosis group", "n", "diagnosis stands", "mean standing", "emergency", "urgent", "cannot tell", "routine")
_MISS_HEAD = ("case", "diagnosis group", "by", "answer", "findings present", "examine next")


def _markdown(result: Evaluation) -> Iterator[str]:
    yield from ("## How the published diagnosis stands", "")
    yield from _table(_STANDING_HEAD, _standings(result))
    yield from ("", "## Verdicts", "")
    yield from _table(_HEAD, _rows(result))
    yield from ("", "## Misses", "")
    yield from _table(_MISS_HEAD, _misses(result))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _text(result: Evaluation) -> Iterator[str]:
    yield "how the published diagnosis stands (supported or possible)"
    yield from _aligned(_STANDING_HEAD, list(_standings(result)))
    yield from ("", "verdicts")
    yield from _aligned(_HEAD, list(_rows(result)))
    yield from ("", "misses")
    yield from _aligned(_MISS_HEAD, list(_misses(result)))


def _aligned(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
