"""The answer as Markdown, and the words that every readable form shares."""

from collections.abc import Iterable, Iterator

from clonus.adapters.formats.document import Refusals
from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import Assessment, KnownFact, Medication, Recognition, Severity, Verdict, Weighed
from clonus.domain.truth import Truth
from clonus.version import __version__

ON_BOARD = {Truth.YES: "on board", Truth.NO: "not on board", Truth.UNKNOWN: "on board: unknown"}
TRUTH_WORDS = {Truth.YES: "MET", Truth.NO: "NOT MET with the findings entered", Truth.UNKNOWN: "UNDETERMINED"}
INTENDED_USE = "Decision support for clinicians; not a medical device, and not advice to patients."


def to_markdown(assessments: Iterable[Assessment], refused: Refusals, catalogue: Catalogue, closing: bool = True) -> str:
    """All assessments as one Markdown text."""
    lines = [line for assessment in assessments for line in _assessment(assessment, catalogue)]
    for id, faults in refused:
        lines += [f"## {id}: refused", "", *(f"- {fault}" for fault in faults), ""]
    return "\n".join([*lines, *([f"_{footer(catalogue)}_"] if closing else []), ""])


def footer(catalogue: Catalogue) -> str:
    """What made an answer, and for whom it is."""
    return f"Clonus {__version__}, catalogue {catalogue.version} ({catalogue.digest[:19]}…). {INTENDED_USE}"


def _assessment(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"## {assessment.id or 'Assessment'}", "")
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
    yield from _differential(assessment, catalogue)
    yield from ("### Medications", "")
    yield from (f"- {line}" for line in medication_lines(assessment))
    yield from ("", "### Open questions, best first", "")
    if not assessment.open_questions:
        yield "Nothing that can be examined now would change an answer."
    for number, question in enumerate(assessment.open_questions, start=1):
        yield f"{number}. **{spell(question.finding)}** — {question.why} {question.how}"
    for heading, entries in (
        ("Pitfalls", [f"{one.says}{cited(one.sources, catalogue)}" for one in assessment.pitfalls]),
        ("Remarks", assessment.remarks),
        ("Not assessed", assessment.not_assessed),
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


def severity_words(severity: Severity | None) -> str:
    """A grade with what it could be, in words."""
    if severity is None:
        return "no grade, because toxicity stands unlikely"
    grade = spell(severity.grade)
    if severity.could_be == severity.grade:
        return f"{grade}, and no unknown would raise it" if severity.grade not in ("none", "cannot_tell") else grade
    return f"{grade}, could be {spell(severity.could_be)}"


def thresholds(severity: Severity) -> str:
    """The temperature thresholds side by side: passed, not passed, or not known."""
    marks = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "not known"}
    return "; ".join(f"{spell(one.fact).removeprefix('temperature ')} {marks[one.truth]}" for one in severity.thresholds)


def _differential(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    yield from ("### What else it could be", "")
    for one in assessment.differential:
        if one.standing in ("supported", "possible"):
            yield from (
                f"- **{one.name}: {spell(one.standing)}.** {one.says}{cited(one.sources, catalogue)}",
                *weighed_lines(one, catalogue),
            )
    yield from ("", *rest_lines(assessment), "")


def weighed_lines(weighed: Weighed, catalogue: Catalogue) -> Iterator[str]:
    """What speaks for and against a condition and what is missing, a line each."""
    for words, facts in (("For", weighed.speaks_for), ("Against", weighed.speaks_against)):
        if facts:
            yield f"  - {words}: {', '.join(known(one, catalogue) for one in facts)}."
    if weighed.missing:
        yield f"  - Not known yet: {', '.join(spell(one.subject) for one in weighed.missing)}."
    if weighed.timing:
        yield f"  - Timing: {weighed.timing}"


def rest_lines(assessment: Assessment) -> Iterator[str]:
    """The conditions that are neither supported nor possible, by name."""
    for standing, words in (("not_assessable", "Not assessable with what was examined"), ("unlikely", "Unlikely with what was examined")):
        names = [one.name for one in assessment.differential if one.standing == standing]
        if names:
            yield f"{words}: {'; '.join(names)}."


def cited(sources: Iterable[str], catalogue: Catalogue) -> str:
    """The sources in short, in brackets: the first author with the year, or that it is background."""
    shown = list(dict.fromkeys(short_citation(id, catalogue) for id in sources))
    return f" [{'; '.join(shown)}]" if shown else ""


def short_citation(id: str, catalogue: Catalogue) -> str:
    """A source in two words."""
    source = catalogue.source(id)
    if source.kind == "background":
        return "reviewer's background knowledge"
    return f"{(source.authors or source.title).split(',')[0]} {source.year or ''}".strip()


def _verdict(verdict: Verdict, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"### {verdict.name}: {TRUTH_WORDS[verdict.truth]}", "", verdict.says, "")
    if verdict.because:
        yield f"- Because: {', '.join(known(one, catalogue) for one in verdict.because)}."
    if verdict.would_change:
        yield f"- {change_words(verdict).capitalize()}: {ways(verdict)}."
    yield f"- Limits: {verdict.limits}"
    yield from (f"- Source: {catalogue.source(verdict.source).citation}.", "")


def medication_lines(assessment: Assessment) -> Iterator[str]:
    """One line for each entry of the list; a line that says so where there is none."""
    if not assessment.medications:
        asked = not any(question.finding == "medications" for question in assessment.open_questions)
        yield "none taken" if asked else "not asked for"
    for medication in assessment.medications:
        yield f"{medication.given}: {understood(medication)}, {ON_BOARD[medication.on_board]}"


def understood(medication: Medication) -> str:
    """What an entry was taken for, in words."""
    if medication.status is Recognition.UNRECOGNIZED:
        return "NOT RECOGNIZED" + (", asserted not serotonergic" if medication.asserted else "")
    if medication.status is Recognition.AMBIGUOUS:
        return f"AMBIGUOUS ({' or '.join(medication.candidates)})"
    names = " + ".join(one.name for one in medication.ingredients) or f"a class ({spell(medication.drug_class)})"
    strength = {"none": "not serotonergic", "unknown": "serotonergic: depends on the agent"}
    return f"{names}, {strength.get(medication.strength.value, f'{medication.strength.value} serotonergic agent')}"


def known(fact: KnownFact, catalogue: Catalogue) -> str:
    """A known fact in words: a sign by its name, all else as the catalogue says it."""
    says = catalogue.sayings.get(fact.fact)
    if says is None:
        return spell(fact.fact) if fact.truth is Truth.YES else f"no {spell(fact.fact)}"
    return says if fact.truth is Truth.YES else f"not {says}"


def change_words(verdict: Verdict) -> str:
    """What the sets that follow would do: change a decided verdict, or decide an open one."""
    return "would be decided if otherwise" if verdict.truth is Truth.UNKNOWN else "would change if otherwise or unknown"


def ways(verdict: Verdict) -> str:
    """The sets that would change a verdict, in words; the longer ones are cut off with their number."""
    shown = [" with ".join(spell(fact) for fact in way) for way in verdict.would_change[:6]]
    more = len(verdict.would_change) - len(shown)
    return "; or ".join(shown) + (f"; or {more} more" if more else "")


def spell(id: str) -> str:
    """An id as words.

    Example:
        >>> spell("temperature_above_38_0"), spell("inducible_clonus")
        ('temperature above 38.0 °C', 'inducible clonus')
    """
    if id.startswith("temperature_above_"):
        return f"temperature above {id.removeprefix('temperature_above_').replace('_', '.')} °C"
    return id.replace("_", " ")
