"""Agreement with published cases, printed."""

from collections.abc import Iterable, Iterator

from clonus.adapters.formats.document import about, to_json
from clonus.adapters.formats.markdown import footer, spell
from clonus.catalogue.build import Catalogue
from clonus.domain.truth import Truth
from clonus.services.assurance import Evaluation


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
        "groups": [
            {
                "group": group.group,
                "n": group.cases,
                "verdicts": {id: {truth.value: counts[truth] for truth in Truth} for id, counts in group.verdicts.items()},
            }
            for group in result.groups
        ],
        "misses": [
            {"id": miss.id, "group": miss.group, "criterion": miss.criterion, "truth": miss.truth.value, "next": miss.next or None}
            for miss in result.misses
        ],
        "not_assessed": list(result.not_assessed),
    }


def _rows(result: Evaluation) -> Iterator[tuple[str, ...]]:
    for group in result.groups:
        for criterion, counts in group.verdicts.items():
            yield (group.group, str(group.cases), criterion, *(str(counts[truth]) for truth in Truth))


def _misses(result: Evaluation) -> Iterator[tuple[str, ...]]:
    for miss in result.misses:
        yield (miss.id, miss.group, miss.criterion, miss.truth.value, spell(miss.next) if miss.next else "nothing left to ask")


_HEAD = ("diagnosis group", "n", "criterion", "yes", "no", "unknown")
_MISS_HEAD = ("case", "diagnosis group", "criterion", "truth", "examine next")


def _markdown(result: Evaluation) -> Iterator[str]:
    yield from ("## Agreement with published diagnoses", "")
    yield from _table(_HEAD, _rows(result))
    yield from ("", "## Verdicts against the published diagnosis", "")
    yield from _table(_MISS_HEAD, _misses(result))
    yield from ("", "## Not assessed", "", *(f"- {line}" for line in result.not_assessed))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _text(result: Evaluation) -> Iterator[str]:
    yield from _aligned(_HEAD, list(_rows(result)))
    yield from ("", "verdicts against the published diagnosis")
    yield from _aligned(_MISS_HEAD, list(_misses(result)))
    yield from ("", "not assessed", *(f"  {line}" for line in result.not_assessed))


def _aligned(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
