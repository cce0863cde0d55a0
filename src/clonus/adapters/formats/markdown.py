"""The answer as Markdown."""

from collections.abc import Iterable, Iterator

from clonus.adapters.formats.document import Refusals
from clonus.adapters.formats.plan import markdown_lines
from clonus.adapters.formats.together import raised_markdown
from clonus.adapters.formats.words import (
    TRUTH_WORDS,
    beyond_label,
    change_words,
    cited,
    footer,
    known,
    marked,
    medication_lines,
    rest_lines,
    severity_words,
    spell,
    thresholds,
    ways,
    weighed_lines,
)
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment, Verdict
from clonus.domain.evidence import sources_of


def to_markdown(assessments: Iterable[Assessment], refused: Refusals, catalogue: Catalogue, closing: bool = True) -> str:
    """All assessments as one Markdown text."""
    lines = [line for assessment in assessments for line in _assessment(assessment, catalogue)]
    for id, faults in refused:
        lines += [f"## {marked(id)}: refused", "", *(f"- {marked(str(fault))}" for fault in faults), ""]
    return "\n".join([*lines, *([f"_{footer(catalogue)}_"] if closing else []), ""])


def _assessment(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"## {marked(assessment.id) or 'Assessment'}", "")
    if assessment.as_of:
        yield from (f"As of {assessment.as_of}.", "")
    yield from _urgency(assessment, catalogue)
    yield from _severity(assessment, catalogue)
    for verdict in assessment.verdicts:
        yield from _verdict(verdict, catalogue)
    if assessment.disagreement:
        yield from ("### The criteria disagree", "", "| criterion | verdict | because |", "|---|---|---|")
        for verdict in assessment.verdicts:
            yield f"| {verdict.name} | {TRUTH_WORDS[verdict.truth]} | {', '.join(known(one, catalogue) for one in verdict.because)} |"
        yield from ("", f"{assessment.disagreement.says}{cited(assessment.disagreement.sources, catalogue)}", "")
    yield from markdown_lines(assessment.plan, catalogue)
    yield from raised_markdown(assessment.raised, catalogue)
    yield from _differential(assessment, catalogue)
    yield from ("### Medications", "")
    yield from (f"- {marked(line)}" for line in medication_lines(assessment))
    yield from ("", "### Open questions, best first", "")
    if not assessment.open_questions:
        yield "Nothing that can be examined now would change an answer."
    for number, question in enumerate(assessment.open_questions, start=1):
        yield f"{number}. **{spell(question.finding)}** — {marked(question.why)} {question.how}"
    for heading, entries in (
        ("Pitfalls", [f"{one.says}{cited(one.sources, catalogue)}" for one in assessment.pitfalls]),
        (
            "Doses beyond the label",
            [f"{beyond_label(one)}{cited(sources_of(one.label.evidence), catalogue)}" for one in assessment.titration],
        ),
        ("Remarks", [marked(remark) for remark in assessment.remarks]),
        ("Not assessed", [marked(key) for key in assessment.not_assessed]),
    ):
        if entries:
            yield from ("", f"### {heading}", "", *(f"- {entry}" for entry in entries))
    yield ""


def _urgency(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    soon = assessment.urgency
    yield from (f"### Urgency: {spell(soon.level).upper()}", "", soon.says, "")
    yield from (f"- {rule}" for rule in soon.grounds.says)
    if soon.grounds.because:
        yield f"- Because: {', '.join(known(one, catalogue) for one in soon.grounds.because)}."
    yield ""


def _severity(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"### Severity of serotonin toxicity: {severity_words(assessment.severity)}", "")
    if assessment.severity is not None:
        yield from (f"- {rule}" for rule in assessment.severity.grounds.says)
        if assessment.severity.grounds.because:
            yield f"- Because: {', '.join(known(one, catalogue) for one in assessment.severity.grounds.because)}."
        yield f"- Thresholds that sources name: {thresholds(assessment.severity)}."
        yield ""


def _differential(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    yield from ("### What else it could be", "")
    for one in assessment.differential:
        if one.standing in ("supported", "possible"):
            yield from (
                f"- **{one.name}: {spell(one.standing)}.** {one.says}{cited(one.sources, catalogue)}",
                *weighed_lines(one, catalogue),
            )
    yield from ("", *rest_lines(assessment), "")


def _verdict(verdict: Verdict, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"### {verdict.name}: {TRUTH_WORDS[verdict.truth]}", "", verdict.says, "")
    if verdict.because:
        yield f"- Because: {', '.join(known(one, catalogue) for one in verdict.because)}."
    if verdict.would_change:
        yield f"- {change_words(verdict).capitalize()}: {ways(verdict)}."
    yield f"- Limits: {verdict.limits}"
    yield from (f"- Source: {catalogue.source(verdict.source).citation}.", "")
