"""Agreement with published cases: what the verdicts are for each diagnosis that authors gave, and where they miss."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.errors import Fault, InputRefused, KnowledgeBroken, Place
from clonus.domain.record import PatientRecord
from clonus.domain.truth import Truth
from clonus.rules.condition import Level
from clonus.rules.properties import Proof
from clonus.services.triage import assess

if TYPE_CHECKING:
    from clonus.interpreters.proof import World

NO_CONDITION = "doubtful"


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A record with the group of the diagnosis that its authors published."""

    group: str
    record: PatientRecord


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """How the cases of one diagnosis group came out: for each criterion, how many verdicts of each truth."""

    group: str
    cases: int
    verdicts: dict[str, Counter[Truth]]


@dataclass(frozen=True, slots=True)
class Miss:
    """A case whose verdict speaks against its published diagnosis, and the best next examination."""

    id: str
    group: str
    criterion: str
    truth: Truth
    next: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Agreement per group, the groups in alphabetical order, then the misses in the order of the cases."""

    groups: tuple[GroupAgreement, ...]
    misses: tuple[Miss, ...]
    not_assessed: tuple[str, ...]


def evaluate(cases: Iterable[PublishedCase], catalogue: Catalogue) -> Evaluation:
    """Compare verdicts with published diagnoses, as far as verdicts are built.

    A miss is a case of serotonin toxicity that does not meet a criterion, or a case of something else that does;
    a case whose authors' diagnosis is doubtful is counted and is never a miss.
    """
    assessed = [(case.group, assess(case.record, catalogue)) for case in cases]
    groups = sorted({group for group, _ in assessed})
    return Evaluation(
        groups=tuple(_agreement(group, [one for other, one in assessed if other == group]) for group in groups),
        misses=tuple(miss for group, assessment in assessed for miss in _misses(group, assessment)),
        not_assessed=(
            "how often the published diagnosis stands supported or possible: the differential is not built yet",
            "the mean number of conditions so standing: the differential is not built yet",
            "urgencies: not built yet",
        ),
    )


def _agreement(group: str, assessments: list[Assessment]) -> GroupAgreement:
    verdicts: dict[str, Counter[Truth]] = {}
    for assessment in assessments:
        for verdict in assessment.verdicts:
            verdicts.setdefault(verdict.criterion, Counter())[verdict.truth] += 1
    return GroupAgreement(group, len(assessments), verdicts)


def _misses(group: str, assessment: Assessment) -> Iterable[Miss]:
    if group == NO_CONDITION:
        return
    against = Truth.NO if group == "serotonin_toxicity" else Truth.YES
    for verdict in assessment.verdicts:
        if verdict.truth is against:
            question = assessment.open_questions[0].finding if assessment.open_questions else ""
            yield Miss(assessment.id, group, verdict.criterion, verdict.truth, question)


def prove_all(catalogue: Catalogue) -> Iterator[Proof]:
    """The outcome of every property of the catalogue, in its order.

    Raises:
        InputRefused: if the prover is not installed.
        KnowledgeBroken: if a property names what does not exist.
    """
    try:
        from clonus.interpreters.proof import prove
    except ImportError:
        raise InputRefused(Fault(Place(), "proofs need Z3, which is not installed: install clonus[proof].")) from None
    for stated in catalogue.properties.values():
        try:
            yield from prove([stated], _world(catalogue))
        except KeyError as error:
            sentence = f"property `{stated.id}` names {error}, which is no fact and no rule: correct it."
            raise KnowledgeBroken(Fault(Place("properties.yaml"), sentence)) from None


def _world(catalogue: Catalogue) -> "World":
    """The rules by the names that properties use."""
    from clonus.interpreters.proof import World

    grades, levels = ({f"{name}.{one.id}": one.solver for one in ladder} for name, ladder in _ladders(catalogue))
    criteria = {id: criterion.solver for id, criterion in catalogue.criteria.items()}
    standings = {
        f"{condition.id}.{standing.value}": solver for condition in catalogue.conditions.values() for standing, solver in condition.solvers.items()
    }
    rules = {f"rule.{rule.id}": rule.solver for rule in catalogue.stated_rules()}
    pitfalls = {f"pitfall.{id}": rule.solver for id, rule in catalogue.pitfalls.items()}
    defined = {id: fact.solver for id, fact in catalogue.defined.items()}
    three = [id for id, condition in catalogue.conditions.items() if len(condition.solvers) == 3]
    groups = {"criterion": list(criteria), "grade": list(grades), "level": list(levels), "condition": three, "rule": list(rules)}
    every = {**criteria, **grades, **levels, **standings, **rules, **pitfalls, **defined}
    return World(catalogue.facts, catalogue.theory, catalogue.conclusions, every, groups)


def _ladders(catalogue: Catalogue) -> Iterator[tuple[str, tuple[Level, ...]]]:
    yield "severity", catalogue.severity
    yield "urgency", catalogue.urgency
