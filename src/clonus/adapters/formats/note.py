"""A chart note of one case: what was known, what was said of it, and what made the answer, as text to copy and as PDF."""

from collections.abc import Iterator

from clonus.adapters.formats.plan import contact_line, stop_lines
from clonus.adapters.formats.together import raised_lines
from clonus.adapters.formats.typesetting import quoted, typeset
from clonus.adapters.formats.words import INTENDED_USE, TRUTH_WORDS, known, medication_lines, severity_words, shown_as_given, spell, tenths
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment, Verdict
from clonus.domain.findings import Observation
from clonus.domain.moments import DaysBefore
from clonus.domain.plan import STOPPING, Recommendation
from clonus.domain.record import PatientRecord
from clonus.domain.truth import Truth
from clonus.version import __version__

Part = tuple[str, tuple[str, ...]]
_MOST_QUESTIONS = 3
_OBSERVED = ((Observation.PRESENT, "Present"), (Observation.ABSENT, "Absent"), (Observation.CANNOT_EXAMINE, "Cannot be examined"))


def note_text(record: PatientRecord, assessment: Assessment, catalogue: Catalogue) -> str:
    """The note as plain text."""
    parts = _parts(record, assessment, catalogue)
    lines = [line for heading, said in parts for line in (heading.upper(), *(f"- {one}" for one in said), "")]
    return "\n".join([_title(assessment), "", *lines, _made(assessment, catalogue), INTENDED_USE, ""])


def note_pdf(record: PatientRecord, assessment: Assessment, catalogue: Catalogue) -> bytes:
    """The note as PDF, with the versions and the digest of the input on each page.

    Raises:
        InputRefused: if the typesetter is not installed.
    """
    lines = [
        f"#set document(title: {quoted(_title(assessment))}, date: none)",
        f'#set page(paper: "a4", margin: 1.8cm, footer: text(7.5pt)[#{quoted(_made(assessment, catalogue))} #{quoted(INTENDED_USE)}])',
        '#set text(size: 9.5pt, lang: "en")',
        "#show heading.where(level: 2): set block(above: 1em, below: 0.5em, sticky: true)",
        f"= #{quoted(_title(assessment))}",
    ]
    for heading, said in _parts(record, assessment, catalogue):
        lines += [f"== #{quoted(heading)}", *(f"- #{quoted(one)}" for one in said)]
    return typeset(lines)


def _title(assessment: Assessment) -> str:
    named = f", {shown_as_given(assessment.id)}" if assessment.id else ""
    return f"Serotonin toxicity: assessment{named}{f', as of {assessment.as_of}' if assessment.as_of else ''}"


def _made(assessment: Assessment, catalogue: Catalogue) -> str:
    """What made the answer, by which it can be made again."""
    return f"Clonus {__version__}, catalogue {catalogue.version} {catalogue.digest[:19]}, input {assessment.input_digest[:19]}."


def _parts(record: PatientRecord, assessment: Assessment, catalogue: Catalogue) -> Iterator[Part]:
    for heading, lines in (
        ("Patient", _patient(record)),
        ("Medications", (*medication_lines(assessment), *_charted(record))),
        ("Examination", _examined(record)),
        ("Measured", _measured(record, catalogue)),
        (f"Urgency: {spell(assessment.urgency.level)}", _urgency(assessment, catalogue)),
        ("Criteria", (_verdict(one, catalogue) for one in assessment.verdicts)),
        (f"Severity: {severity_words(assessment.severity)}", assessment.severity.grounds.says if assessment.severity else ()),
        ("Also stands", (f"{one.name}: {one.standing}" for one in assessment.differential if one.standing in ("supported", "possible"))),
        ("Options", (line for step in assessment.plan.do for line in _step(step, assessment))),
        ("Not to do", (f"{one.name}." for one in assessment.plan.do_not)),
        ("Drugs together", raised_lines(assessment.raised, catalogue, short=True)),
        ("Examine next", (f"{spell(one.finding)}: {one.why}" for one in assessment.open_questions[:_MOST_QUESTIONS])),
        ("Left out", (*assessment.remarks, *assessment.not_assessed)),
    ):
        said = tuple(line.strip() for line in lines)
        if said or heading.startswith(("Urgency", "Severity")):
            yield heading, said


def _patient(record: PatientRecord) -> Iterator[str]:
    """What was said of the patient, apart from the list and the examination."""
    one = record.patient
    said = [
        f"age {float(one.age):g} years" if one.age is not None else "",
        f"weight {float(one.weight):g} kg" if one.weight is not None else "",
        one.sex if one.sex != "unknown" else "",
        {Truth.YES: "pregnant", Truth.NO: "not pregnant"}.get(one.pregnant, ""),
        f"{float(one.gestation_weeks):g} weeks of gestation" if one.gestation_weeks is not None else "",
        f"{float(one.postpartum_days):g} days after birth" if one.postpartum_days is not None else "",
        *(f"conditions: {', '.join(map(shown_as_given, listed))}" for listed in [one.conditions] if listed),
        *(f"history: {', '.join(map(shown_as_given, listed))}" for listed in [one.history] if listed),
    ]
    if any(said):
        yield f"{', '.join(filter(None, said))}."


def _charted(record: PatientRecord) -> Iterator[str]:
    """What was charted of each drug besides its name: dose, route, overdose, need, and when."""
    for entry in record.medications or ():
        dated = (("started", entry.started), ("raised", entry.increased), ("stopped", entry.stopped))
        said = [entry.dose, entry.route, "OVERDOSE" if entry.overdose else "", "only as needed" if entry.prn else ""]
        said += [f"{what} {_ago(when)}" for what, when in dated if when is not None]
        said += ["stopped, on a day that is not known"] if entry.stopped_undated else []
        if any(said):
            yield f"{shown_as_given(entry.given)}, as charted: {', '.join(filter(None, said))}"


def _ago(when: DaysBefore) -> str:
    """How long before the moment of assessment something was; what lies ahead has a minus."""
    least, most = tenths(when.least), tenths(when.most)
    if least != most:
        return f"{least} to {most} days before"
    return f"{least} {'day' if least == '1' else 'days'} before"


def _examined(record: PatientRecord) -> Iterator[str]:
    """The signs by what was seen; what nobody examined is said, and never left to be taken for absent."""
    for observation, word in _OBSERVED:
        signs = [spell(id) for id, seen in record.current.findings.items() if seen is observation]
        if signs:
            yield f"{word}: {', '.join(signs)}."
    if record.baseline:
        yield f"Was there before: {', '.join(spell(id) for id in sorted(record.baseline))}."
    yield "Every other sign: not examined."


def _measured(record: PatientRecord, catalogue: Catalogue) -> Iterator[str]:
    for id, value in record.current.measurements.items():
        measurement = catalogue.measurements[id]
        yield f"{measurement.name}: {float(value):g} {measurement.unit}"


def _urgency(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    yield assessment.urgency.says
    yield from assessment.urgency.grounds.says
    if assessment.urgency.grounds.because:
        yield f"Because: {', '.join(known(one, catalogue) for one in assessment.urgency.grounds.because)}."


def _verdict(verdict: Verdict, catalogue: Catalogue) -> str:
    because = f", because: {', '.join(known(one, catalogue) for one in verdict.because)}" if verdict.because else ""
    return f"{verdict.name}: {TRUTH_WORDS[verdict.truth].lower()}{because}."


def _step(step: Recommendation, assessment: Assessment) -> Iterator[str]:
    """A step with its doses and whether somebody reviewed them."""
    yield f"{step.name}."
    if step.step in STOPPING:
        yield from stop_lines(assessment.plan)
    if step.step == "call_poison_center" and assessment.plan.contacts:
        yield contact_line(assessment.plan, "")
    yield from (f"{one.agent} {one.route}: {one.dose.says} [{one.dose.review}]" for one in step.options if one.dose)
