"""Agreement with published cases: for each diagnosis that authors gave, how it stands here, what the criteria say, and how soon."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.findings import Observation
from clonus.domain.record import PatientRecord
from clonus.domain.truth import Truth
from clonus.services.grading import TOXICITY
from clonus.services.triage import assess

NO_CONDITION = "doubtful"
STANDING = ("supported", "possible")
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A record with the group of the diagnosis that its authors published."""

    group: str
    record: PatientRecord


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """How the cases of one diagnosis group came out.

    `standing` counts those whose published diagnosis stands supported or possible, None where the group has no condition;
    `mean_standing` is the mean number of conditions that so stand.
    """

    group: str
    cases: int
    verdicts: dict[str, Counter[Truth]]
    standing: int | None
    mean_standing: float
    urgencies: Counter[str]


@dataclass(frozen=True, slots=True)
class Miss:
    """A case that speaks against its published diagnosis: by a criterion, or because the diagnosis does not stand."""

    id: str
    group: str
    what: str
    answer: str
    present: int
    next: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Agreement per group, the groups in alphabetical order; over all cases with two findings or more; then the misses."""

    groups: tuple[GroupAgreement, ...]
    enough: GroupAgreement
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class _Assessed:
    group: str
    present: int
    assessment: Assessment

    @property
    def standing(self) -> list[str]:
        return [one.condition for one in self.assessment.differential if one.standing in STANDING]

    @property
    def stands(self) -> bool:
        return self.group in self.standing


def evaluate(cases: Iterable[PublishedCase], catalogue: Catalogue) -> Evaluation:
    """Compare the answers with published diagnoses.

    A miss is a case of serotonin toxicity that does not meet the Hunter criteria, a case of something else that does,
    or a case whose published diagnosis stands neither supported nor possible.
    A case whose authors' diagnosis is doubtful is counted and is never a miss.
    """
    assessed = [_Assessed(case.group, _present(case.record), assess(case.record, catalogue)) for case in cases]
    groups = sorted({one.group for one in assessed})
    enough = [one for one in assessed if one.present >= _ENOUGH and one.group != NO_CONDITION]
    return Evaluation(
        groups=tuple(_agreement(group, [one for one in assessed if one.group == group]) for group in groups),
        enough=_agreement("two findings or more", enough),
        misses=tuple(miss for one in assessed for miss in _misses(one)),
    )


def _present(record: PatientRecord) -> int:
    return sum(observation is Observation.PRESENT for observation in record.current.findings.values())


def _agreement(group: str, assessed: list[_Assessed]) -> GroupAgreement:
    verdicts: dict[str, Counter[Truth]] = {}
    for one in assessed:
        for verdict in one.assessment.verdicts:
            verdicts.setdefault(verdict.criterion, Counter())[verdict.truth] += 1
    return GroupAgreement(
        group=group,
        cases=len(assessed),
        verdicts=verdicts,
        standing=None if group == NO_CONDITION else sum(one.stands for one in assessed),
        mean_standing=sum(len(one.standing) for one in assessed) / max(len(assessed), 1),
        urgencies=Counter(one.assessment.urgency.level for one in assessed),
    )


def _misses(one: _Assessed) -> Iterator[Miss]:
    if one.group == NO_CONDITION:
        return
    against = Truth.NO if one.group == TOXICITY else Truth.YES
    asked = one.assessment.open_questions
    question = asked[0].finding if asked else ""
    for verdict in one.assessment.verdicts:
        if verdict.criterion == "hunter" and verdict.truth is against:
            yield Miss(one.assessment.id, one.group, "hunter", verdict.truth.value, one.present, question)
    if not one.stands:
        standings = {weighed.condition: weighed.standing for weighed in one.assessment.differential}
        yield Miss(one.assessment.id, one.group, "standing", standings.get(one.group, "no such condition"), one.present, question)
