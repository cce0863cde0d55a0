"""The answer as one JSON document, in the form of the public contract."""

import json
from collections.abc import Iterable
from typing import Any

from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import Assessment, Medication, OpenQuestion, Verdict
from clonus.domain.errors import Fault
from clonus.version import __version__

SCHEMA_VERSION = 1
Refusals = Iterable[tuple[str, tuple[Fault, ...]]]


def document(assessments: Iterable[Assessment], refused: Refusals, catalogue: Catalogue) -> dict[str, Any]:
    """All assessments, and the cases that were refused, as plain values ready for JSON.

    A part that is not built yet is absent here and named in `not_assessed`; it is never an empty list.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "clonus": about(catalogue),
        "assessments": [assessment_document(assessment) for assessment in assessments],
        "refused": [{"id": id, "faults": [str(fault) for fault in faults]} for id, faults in refused],
    }


def about(catalogue: Catalogue) -> dict[str, Any]:
    """What made an answer: the version of the software, and of the catalogue with its digest."""
    return {"version": __version__, "catalogue": {"version": catalogue.version, "digest": catalogue.digest}}


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """One assessment."""
    return {
        "id": assessment.id or None,
        "as_of": assessment.as_of,
        "input_digest": assessment.input_digest or None,
        "medications": [_medication(medication) for medication in assessment.medications],
        "verdicts": [_verdict(verdict) for verdict in assessment.verdicts],
        "open_questions": [_question(question) for question in assessment.open_questions],
        "unscreened": list(assessment.unscreened),
        "remarks": list(assessment.remarks),
        "not_assessed": list(assessment.not_assessed),
    }


def to_json(content: object) -> str:
    """A document as text, one key a line, ending in a line feed."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _medication(medication: Medication) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "given": medication.given,
        "status": medication.status.value,
        "ingredients": [{"name": one.name, "rxcui": one.rxcui or None} for one in medication.ingredients],
        "candidates": list(medication.candidates),
        "serotonergic": medication.strength.value,
        "on_board": medication.on_board.value,
    }
    if medication.drug_class:
        shown["class"] = medication.drug_class
    if medication.asserted:
        shown["asserted"] = True
    return shown


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "criterion": verdict.criterion,
        "name": verdict.name,
        "truth": verdict.truth.value,
        "because": [{"fact": one.fact, "truth": one.truth.value} for one in verdict.because],
        "rules": list(verdict.rules),
        "says": verdict.says,
        "would_change": [list(way) for way in verdict.would_change],
        "limits": verdict.limits,
        "source": verdict.source,
    }


def _question(question: OpenQuestion) -> dict[str, Any]:
    return {"finding": question.finding, "why": question.why, "how": question.how, "settles": list(question.settles)}
