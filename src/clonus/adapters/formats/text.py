"""The answer for a terminal: plain text, with color where the terminal has it."""

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from clonus.adapters.formats.document import Refusals
from clonus.adapters.formats.plan import may_give_lines, no_content_lines, short_lines
from clonus.adapters.formats.together import raised_lines, risk_lines
from clonus.adapters.formats.words import (
    TRUTH_WORDS,
    beyond_label,
    change_words,
    footer,
    known,
    medication_lines,
    rest_lines,
    severity_words,
    spell,
    thresholds,
    ways,
    weighed_lines,
)
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.truth import Truth

_COLORS = {Truth.YES: "bold red", Truth.NO: "bold", Truth.UNKNOWN: "bold yellow"}
_URGENT = {"emergency": "bold red", "urgent": "bold yellow", "cannot_tell": "bold yellow"}
_MOST_QUESTIONS = 5
_MOST_RULES = 2
WIDTH = 80


def to_text(
    assessments: Iterable[Assessment], refused: Refusals, catalogue: Catalogue, closing: bool = True, *, terminal: bool = False
) -> str:
    """All assessments, then the cases that were refused, then what made them; colored and as wide as a terminal, if it is for one."""
    written = StringIO()
    console = Console(file=written, highlight=False, force_terminal=terminal, width=None if terminal else WIDTH)
    for assessment in assessments:
        print_assessment(console, assessment, catalogue)
    for id, faults in refused:
        console.print(Text(f"{id}: refused", style="bold"))
        for fault in faults:
            console.print(Padding(Text(str(fault)), (0, 0, 0, 2)))
        console.print()
    if closing:
        for criterion in catalogue.criteria.values():
            citation = catalogue.source(criterion.source).citation
            console.print(Text(f"{criterion.name}. {criterion.limits} {citation}.", style="dim"))
        console.print(Text(footer(catalogue), style="dim"))
    return "\n".join(line.rstrip(" ") for line in written.getvalue().split("\n"))


def print_assessment(console: Console, assessment: Assessment, catalogue: Catalogue) -> None:
    """Print one assessment; the limits of the criteria stand once, at the end of the whole answer."""
    console.print(Text(assessment.id or "assessment", style="bold underline"))
    for line, style in _urgency(assessment, catalogue):
        console.print(Padding(Text(line, style=style), (0, 0, 0, 2)))
    _plan(console, assessment, catalogue)
    for line, style in _verdicts(assessment, catalogue):
        console.print(Padding(Text(line, style=style), (0, 0, 0, 2)))
    if assessment.disagreement:
        verdicts = "; ".join(f"{one.name} {TRUTH_WORDS[one.truth]}" for one in assessment.verdicts)
        _section(console, "the criteria disagree", [f"{verdicts}.", assessment.disagreement.says])
    _section(console, "drugs together", raised_lines(assessment.raised, catalogue, short=True))
    _section(console, "risk factors", risk_lines(assessment.raised, catalogue))
    _section(console, "what else it could be", _differential(assessment, catalogue))
    _section(console, "medications", medication_lines(assessment))
    questions = [f"{spell(one.finding)}: {one.why} {one.how}" for one in assessment.open_questions]
    _section(console, "examine next, best first", _numbered(questions), "nothing that can be examined now would change an answer")
    _section(console, "pitfalls", [one.says for one in assessment.pitfalls])
    _section(console, "doses beyond the label", [beyond_label(one) for one in assessment.titration])
    _section(console, "remarks", assessment.remarks)
    _section(console, "not assessed", assessment.not_assessed)
    console.print()


def _urgency(assessment: Assessment, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    soon, severity = assessment.urgency, assessment.severity
    yield f"{spell(soon.level).upper()}. {soon.says}", _URGENT.get(soon.level, "bold")
    more = len(soon.grounds.says) - _MOST_RULES
    for rule in soon.grounds.says[: _MOST_RULES if more > 1 else None]:
        yield f"- {rule}", ""
    if more > 1:
        yield f"- and {more} more rules, in the longer forms", ""
    if soon.grounds.because:
        yield f"because: {', '.join(known(one, catalogue) for one in soon.grounds.because)}", ""
    yield f"Severity of serotonin toxicity: {severity_words(severity)}", "bold"
    if severity is not None:
        for rule in severity.grounds.says:
            yield f"- {rule}", ""
        yield f"thresholds of the sources: {thresholds(severity)}", ""


def _plan(console: Console, assessment: Assessment, catalogue: Catalogue) -> None:
    """What to do, what not to do and what may be given, without reasons and sources; the other forms have them."""
    plan = assessment.plan
    heading = "options, in a team's order (reasons and sources: --format markdown)"
    console.print(Padding(Text(heading, style="bold"), (0, 0, 0, 2)))
    for heading, says in short_lines(plan):
        indent = 4 if heading else 7
        console.print(Padding(Text.assemble((heading, "bold"), " " if heading else "", says), (0, 0, 0, indent)))
    _section(console, "what not to do", [one.name for one in plan.do_not])
    if assessment.urgency.level in ("emergency", "urgent"):
        _section(console, "what may I give?", may_give_lines(plan.may_give))
    _section(console, "no content", no_content_lines(plan, catalogue))


def _differential(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    for one in assessment.differential:
        if one.standing in ("supported", "possible"):
            yield f"{one.name}: {one.standing.upper()}. {one.says}"
            yield from weighed_lines(one, catalogue, short=True)
    yield from rest_lines(assessment)


def _verdicts(assessment: Assessment, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The verdict of each criterion; what would change it for the first alone, the others in the longer forms."""
    for number, verdict in enumerate(assessment.verdicts):
        yield f"{verdict.name}: {TRUTH_WORDS[verdict.truth]}", _COLORS[verdict.truth]
        if verdict.says.rstrip(".") != catalogue.criteria[verdict.criterion].answers[verdict.truth].rstrip("."):
            yield verdict.says, ""
        if verdict.because and verdict.truth is not Truth.UNKNOWN:
            yield f"because: {', '.join(known(one, catalogue) for one in verdict.because)}", ""
        if verdict.would_change and number == 0:
            yield f"{change_words(verdict)}: {ways(verdict)}", ""


def _numbered(questions: list[str]) -> Iterator[str]:
    for number, question in enumerate(questions[:_MOST_QUESTIONS], start=1):
        yield f"{number}. {question}"
    if len(questions) > _MOST_QUESTIONS:
        yield f"and {len(questions) - _MOST_QUESTIONS} more: see --format json"


def _section(console: Console, heading: str, lines: Iterable[str], if_none: str = "") -> None:
    shown = list(lines) or ([if_none] if if_none else [])
    if shown:
        console.print(Padding(Text(heading, style="bold"), (0, 0, 0, 2)))
        for line in shown:
            console.print(Padding(Text(line), (0, 0, 0, 4)))
