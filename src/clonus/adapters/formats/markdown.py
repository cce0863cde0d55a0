"""The answer as Markdown, and the words that every readable form shares."""

from collections.abc import Iterable, Iterator

from clonus.adapters.formats.document import Refusals
from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import Assessment, KnownFact, Medication, Recognition, Verdict
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
    for verdict in assessment.verdicts:
        yield from _verdict(verdict, catalogue)
    yield from ("### Medications", "")
    yield from (f"- {line}" for line in medication_lines(assessment))
    yield from ("", "### Open questions, best first", "")
    if not assessment.open_questions:
        yield "Nothing that can be examined now would change a verdict."
    for number, question in enumerate(assessment.open_questions, start=1):
        yield f"{number}. **{spell(question.finding)}** — {question.why} {question.how}"
    for heading, entries in (("Remarks", assessment.remarks), ("Not assessed", assessment.not_assessed)):
        if entries:
            yield from ("", f"### {heading}", "", *(f"- {entry}" for entry in entries))
    yield ""


def _verdict(verdict: Verdict, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"### {verdict.name}: {TRUTH_WORDS[verdict.truth]}", "", verdict.says, "")
    if verdict.because:
        yield f"- Because: {', '.join(known(one) for one in verdict.because)}."
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


def known(fact: KnownFact) -> str:
    """A known fact in words."""
    return spell(fact.fact) if fact.truth is Truth.YES else f"no {spell(fact.fact)}"


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
