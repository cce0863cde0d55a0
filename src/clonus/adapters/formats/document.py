"""The answer as one JSON document, in the form of the public contract."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, cast

from clonus.adapters.formats.together import raised_document
from clonus.catalogue.reviews import digest_of_statement
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment, Grounds, Medication, OpenQuestion, Severity, Verdict, Weighed
from clonus.domain.errors import Fault
from clonus.domain.evidence import sources_of
from clonus.domain.plan import STOPPING, OfferedOption, Plan, Recommendation, ShownDose
from clonus.domain.titration import BeyondLabel
from clonus.domain.truth import KnownFact
from clonus.version import __version__

if TYPE_CHECKING:  # the shapes cost time to make, and only a checker and a schema read them
    from clonus.adapters.formats.answers.assessment import (
        AssessmentDocument,
        AssessmentPart,
        BeyondLabelLine,
        ConditionLine,
        LabelCheck,
        QuestionLine,
        SeverityPart,
        VerdictLine,
    )
    from clonus.adapters.formats.answers.medications import MedicationLine
    from clonus.adapters.formats.answers.plan import (
        AgentsPart,
        DoseLine,
        DosePart,
        FirstDosePart,
        MayGiveAnswer,
        Need,
        NoDosePart,
        OptionLine,
        PlanPart,
        StepLine,
        StopAction,
        StoppedDrugLine,
    )
    from clonus.adapters.formats.answers.words import FactLine, MadeBy, RuleLine, SeverityGrade, StandingWord, UrgencyLevel

SCHEMA_VERSION: Final = 1
Refusals = Iterable[tuple[str, tuple[Fault, ...]]]


def document(assessments: Iterable[Assessment], refused: Refusals, catalogue: Catalogue) -> "AssessmentDocument":
    """All assessments, and the cases that were refused, as plain values ready for JSON.

    A part that could not run is named in `not_assessed`; it is never an empty list.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "clonus": about(catalogue),
        "assessments": [assessment_document(assessment) for assessment in assessments],
        "refused": [{"id": id, "faults": [str(fault) for fault in faults]} for id, faults in refused],
    }


def about(catalogue: Catalogue) -> "MadeBy":
    """What made an answer: the version of the software, of the catalogue with its digest, and of the site's reviews where there are any."""
    made: MadeBy = {"version": __version__, "catalogue": {"version": catalogue.version, "digest": catalogue.digest}}
    if catalogue.reviews:
        made["reviews"] = {"signed": len(catalogue.reviews), "digest": digest_of_statement(tuple(catalogue.reviews.values()))}
    return made


def assessment_document(assessment: Assessment) -> "AssessmentPart":
    """One assessment."""
    differing = assessment.disagreement
    return {
        "id": assessment.id or None,
        "as_of": assessment.as_of,
        "input_digest": assessment.input_digest or None,
        "medications": [medication_document(medication) for medication in assessment.medications],
        "verdicts": [_verdict(verdict) for verdict in assessment.verdicts],
        "disagreement": {"says": differing.says, "sources": list(differing.sources)} if differing else None,
        "severity": _severity(assessment.severity),
        "urgency": cast("UrgencyLevel", assessment.urgency.level),
        "urgency_says": assessment.urgency.says,
        "urgency_because": _facts(assessment.urgency.grounds.because),
        "urgency_rules": _rules(assessment.urgency.grounds),
        "urgency_sources": list(assessment.urgency.grounds.sources),
        "differential": [_weighed(one) for one in assessment.differential],
        "plan": _plan(assessment.plan),
        "pitfalls": [{"id": one.id, "says": one.says, "sources": list(one.sources)} for one in assessment.pitfalls],
        "titration": [_beyond(one) for one in assessment.titration],
        "open_questions": [_question(question) for question in assessment.open_questions],
        **raised_document(assessment.raised),
        "unscreened": list(assessment.unscreened),
        "remarks": list(assessment.remarks),
        "not_assessed": list(assessment.not_assessed),
    }


def to_json(content: object) -> str:
    """A document as text, one key a line, ending in a line feed."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def medication_document(medication: Medication) -> "MedicationLine":
    """One entry of a list as it was understood."""
    shown: MedicationLine = {
        "given": medication.given,
        "status": medication.status.value,
        "ingredients": [{"name": one.name, "rxcui": one.rxcui or None} for one in medication.ingredients],
        "candidates": list(medication.candidates),
        "serotonergic": medication.strength.value,
        "on_board": medication.on_board.value,
    }
    if medication.how:
        shown["understood"] = medication.how
    if medication.dose:
        shown["dose"] = medication.dose
    if medication.per_day is not None:
        shown["per_day"] = round(float(medication.per_day), 3)
    if medication.route:
        shown["route"] = medication.route
    if medication.prn:
        shown["prn"] = True
    if medication.drug_class:
        shown["class"] = medication.drug_class
    if medication.asserted:
        shown["asserted"] = True
    return shown


def _verdict(verdict: Verdict) -> "VerdictLine":
    return {
        "criterion": verdict.criterion,
        "name": verdict.name,
        "truth": verdict.truth.value,
        "because": _facts(verdict.because),
        "rules": list(verdict.rules),
        "says": verdict.says,
        "would_change": [list(way) for way in verdict.would_change],
        "limits": verdict.limits,
        "source": verdict.source,
    }


def _facts(facts: Iterable[KnownFact]) -> "list[FactLine]":
    return [{"fact": one.fact, "truth": one.truth.value} for one in facts]


def _rules(grounds: Grounds) -> "list[RuleLine]":
    return [{"id": id, "says": says} for id, says in zip(grounds.rules, grounds.says, strict=True)]


def _severity(severity: Severity | None) -> "SeverityPart | None":
    if severity is None:
        return None
    return {
        "grade": cast("SeverityGrade", severity.grade),
        "could_be": cast("SeverityGrade", severity.could_be),
        "because": _facts(severity.grounds.because),
        "rules": _rules(severity.grounds),
        "thresholds": _facts(severity.thresholds),
        "sources": list(severity.grounds.sources),
    }


def _weighed(weighed: Weighed) -> "ConditionLine":
    return {
        "condition": weighed.condition,
        "name": weighed.name,
        "standing": cast("StandingWord", weighed.standing),
        "for": _facts(weighed.speaks_for),
        "against": _facts(weighed.speaks_against),
        "missing": [{"finding": one.subject, "how": one.how} for one in weighed.missing],
        "timing": weighed.timing,
        "says": weighed.says,
        "sources": list(weighed.sources),
    }


def _question(question: OpenQuestion) -> "QuestionLine":
    return {"finding": question.finding, "why": question.why, "how": question.how, "settles": list(question.settles)}


def _plan(plan: Plan) -> "PlanPart":
    """A plan as plain values; `dose` stands only where one can be printed."""
    return {
        "pathways": list(plan.pathways),
        "do": [_recommendation(one, plan) for one in plan.do],
        "do_not": [
            {"step": one.step, "name": one.name, "says": one.says, "because": _facts(one.because), "sources": list(one.sources)}
            for one in plan.do_not
        ],
        "stop_list": _stop_list(plan),
        "may_give": [
            {
                "need": cast("Need", one.need),
                "answer": cast("MayGiveAnswer", one.answer),
                "agents": list(one.agents),
                "says": one.says,
                "sources": list(one.sources),
            }
            for one in plan.may_give
        ],
        "contacts": [
            {"country": one.code, "name": one.country, "phone": one.phone, "says": one.says, "sources": list(one.sources)}
            for one in plan.contacts
        ],
        "no_reviewed_content": list(plan.no_reviewed_content),
        "hidden_doses": plan.hidden_doses,
        "no_contact_for": plan.no_contact_for,
    }


def _recommendation(one: Recommendation, plan: Plan) -> "StepLine":
    dose: FirstDosePart = {"dose": one.dose} if one.dose else {}
    agents: AgentsPart = {"agents": _stop_list(plan)} if one.step in STOPPING else {}
    return {
        "step": one.step,
        "name": one.name,
        "stage": one.stage,
        "says": one.says,
        **dose,
        "options": [_option(option) for option in one.options],
        "remarks": [{"heading": remark.heading, "says": remark.says, "sources": list(remark.sources)} for remark in one.remarks],
        **agents,
        "because": _facts(one.because),
        "sources": list(one.sources),
    }


def _stop_list(plan: Plan) -> "list[StoppedDrugLine]":
    return [
        {
            "given": one.given,
            "agent": one.agent or None,
            "action": cast("StopAction", one.action),
            "says": one.says,
            "sources": list(one.sources),
        }
        for one in plan.stop_list
    ]


def _option(option: OfferedOption) -> "OptionLine":
    dose: DosePart = {"dose": _dose(option.dose)} if option.dose else {}
    no_dose: NoDosePart = {"no_dose": option.no_dose} if option.no_dose else {}
    return {
        "agent": option.agent,
        "route": option.route,
        "says": option.says,
        **dose,
        **no_dose,
        "check": list(option.check),
        "sources": list(option.sources),
    }


def _dose(dose: ShownDose) -> "DoseLine":
    return {
        "id": dose.id,
        "says": dose.says,
        "review": dose.review,
        "reviewed": dose.reviewed,
        "why": dose.why,
        "others": [{"says": one.says, "sources": list(one.sources)} for one in dose.others],
        "sources": list(dose.sources),
    }


def _beyond(one: BeyondLabel) -> "BeyondLabelLine":
    return {
        "agent": one.agent,
        "kind": cast("LabelCheck", one.kind),
        "says": one.says,
        "given": float(one.given),
        "limit": float(one.limit),
        "authority": one.label.authority,
        "sources": list(sources_of(one.label.evidence)),
        "known_for": [{"id": known.id, "says": known.says, "sources": list(sources_of(known.evidence))} for known in one.known_for],
    }
