"""The words that every readable form of an answer shares."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment, Medication, Recognition, Severity, Verdict, Weighed
from clonus.domain.titration import BeyondLabel
from clonus.domain.truth import KnownFact, Truth
from clonus.version import __version__

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
ON_BOARD = {Truth.YES: "on board", Truth.NO: "not on board", Truth.UNKNOWN: "on board: unknown"}
TRUTH_WORDS = {Truth.YES: "MET", Truth.NO: "NOT MET with the findings entered", Truth.UNKNOWN: "UNDETERMINED"}
_MARKUP = re.compile(r"([\\`*\[\]<>#|~]|(?<!\w)_|_(?!\w))")
INTENDED_USE = "Decision support for clinicians; not a medical device, and not advice to patients."


def footer(catalogue: Catalogue) -> str:
    """What made an answer, and for whom it is."""
    return f"Clonus {__version__}, catalogue {catalogue.version} ({catalogue.digest[:19]}…). {INTENDED_USE}"


def as_number(value: Fraction, places: int = 3) -> int | float:
    """A fraction as a number of JSON: whole where it is whole, else rounded."""
    return int(value) if value.denominator == 1 else round(float(value), places)


def tenths(value: Fraction) -> str:
    """A fraction to one place after the point, and to none where that is zero."""
    return f"{float(value):.1f}".removesuffix(".0")


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


def weighed_lines(weighed: Weighed, catalogue: Catalogue, *, short: bool = False) -> Iterator[str]:
    """What speaks for and against a condition, a line each; what is missing and the timing too, unless it is to be short."""
    for words, facts in (("For", weighed.speaks_for), ("Against", weighed.speaks_against)):
        if facts:
            yield f"  - {words}: {', '.join(known(one, catalogue) for one in facts)}."
    if weighed.missing and not short:
        yield f"  - Not known yet: {', '.join(spell(one.subject) for one in weighed.missing)}."
    if weighed.timing and not short:
        yield f"  - Timing: {weighed.timing}"


def rest_lines(assessment: Assessment) -> Iterator[str]:
    """The conditions that are neither supported nor possible, by name."""
    for standing, words in (("not_assessable", "Not assessable with what was examined"), ("unlikely", "Unlikely with what was examined")):
        names = [one.name for one in assessment.differential if one.standing == standing]
        if names:
            yield f"{words}: {'; '.join(names)}."


def marked(text: str) -> str:
    """A text in which nothing can be read as Markdown or HTML; a name is somebody else's text."""
    return _MARKUP.sub(r"\\\1", text)


def shown_as_given(text: str) -> str:
    """Somebody else's text without the characters that are not seen and turn what stands around them."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


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


def beyond_label(one: BeyondLabel) -> str:
    """A dose or a rise beyond the label, with what that is known for."""
    known = " ".join(known.says for known in one.known_for)
    return f"{one.says}{f' Known for: {known}' if known else ''}"


def medication_lines(assessment: Assessment) -> Iterator[str]:
    """One line for each entry of the list; a line that says so where there is none."""
    if not assessment.medications:
        asked = not any(question.finding == "medications" for question in assessment.open_questions)
        yield "none taken" if asked else "not asked for"
    for medication in assessment.medications:
        yield medication_line(medication)


def medication_line(medication: Medication) -> str:
    """One entry as it was understood, and whether it is on board."""
    return f"{read_as(medication)}, {ON_BOARD[medication.on_board]}"


def read_as(medication: Medication) -> str:
    """One entry as it was understood, and whether its spelling was mended."""
    mended = " (spelling corrected: check)" if medication.how == "corrected spelling" else ""
    return f"{shown_as_given(medication.given)}: {understood(medication)}{mended}"


def understood(medication: Medication) -> str:
    """What an entry was taken for, in words."""
    if medication.status is Recognition.UNRECOGNIZED:
        return "NOT RECOGNIZED" + (", asserted not serotonergic" if medication.asserted else "")
    if medication.status is Recognition.AMBIGUOUS:
        return f"AMBIGUOUS ({' or '.join(medication.candidates)})"
    names = " + ".join(one.name for one in medication.ingredients) or f"a class ({spell(medication.drug_class)})"
    strength = {"none": "not serotonergic", "unknown": "serotonergic: depends on the agent"}
    return f"{names}, {strength.get(medication.strength.value, f'{medication.strength.value} serotonergic agent')}"


def spoken(moment: str) -> str:
    """A moment as people write it.

    Example:
        >>> spoken("2026-12-06T10:00:00+01:00"), spoken("2026-12-06T10:00:00+00:00"), spoken("2026-12-06")
        ('2026-12-06 10:00 UTC+01:00', '2026-12-06 10:00 UTC', '2026-12-06')
    """
    found = _MOMENT.fullmatch(moment)
    if found is None:
        return moment
    zone = "" if not found[3] else " UTC" if found[3] in ("Z", "+00:00") else f" UTC{found[3]}"
    return f"{found[1]} {found[2]}{zone}"


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
