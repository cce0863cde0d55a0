"""The audit: what of the catalogue is uncited, background, draft, past review, withdrawn, orphaned or contradicting."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from clonus.catalogue.entries import BUILT_IN_SOURCES
from clonus.catalogue.reviews import SiteReview, lapsed
from clonus.catalogue.shelves import Catalogue
from clonus.catalogue.statements import Statement, statements_of
from clonus.domain.evidence import BACKGROUND, Grade, Status
from clonus.domain.substances import Strength
from clonus.rules.facts import FindingFact, HighestFact, ProvedFact
from clonus.rules.screening import SHOWS_TOXICITY
from clonus.rules.tree import facts_of

_NAMED = "known by name alone, from background knowledge; no entry describes it, so it counts as not serotonergic"
BREAKING = ("uncited", "unknown source", "past review", "orphaned", "contradicting")
NOTED = ("lapsed", "background", "draft", "withdrawn")
_WORD = re.compile(r"[a-z][a-z_0-9.]*")
_COUNTS = {
    Strength.ESTABLISHED: ("high", "moderate"),
    Strength.WEAK: ("low",),
}


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """Something that the audit found: its kind, the statement, and what is the matter."""

    kind: str
    statement: str
    says: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All that was found, by kind, and how many statements were looked at."""

    statements: int
    findings: tuple[AuditFinding, ...]

    @property
    def broken(self) -> tuple[AuditFinding, ...]:
        """What puts the house out of order; drafts, background and withdrawn statements are only counted."""
        return tuple(one for one in self.findings if one.kind in BREAKING)

    def count(self, kind: str) -> int:
        """How many findings are of a kind."""
        return sum(one.kind == kind for one in self.findings)


def audit(catalogue: Catalogue, today: date, signed: Iterable[SiteReview] = ()) -> AuditReport:
    """Look at every statement of the catalogue as of a day, and at the signatures of the site; one whose statement changed has lapsed."""
    statements = tuple(statements_of(catalogue))
    findings = [finding for statement in statements for finding in _of_statement(statement, catalogue, today)]
    findings += [AuditFinding("withdrawn", id, entry.review.why) for id, entry in catalogue.withdrawn.items()]
    findings += [
        AuditFinding("background", f"ingredient {name}", _NAMED) for name, source in catalogue.named.items() if source == BACKGROUND
    ]
    digests = {one.id: one.digest for one in statements} if (reviews := tuple(signed)) else {}
    findings += [
        AuditFinding("lapsed", one.statement, f"{one.by} signed it on {one.on}, and it says something else now: sign it again")
        for one in lapsed(reviews, digests)
    ]
    findings += [*_orphans(catalogue, statements), *_contradictions(catalogue)]
    order = {kind: position for position, kind in enumerate((*BREAKING, *NOTED))}
    return AuditReport(len(statements) + len(catalogue.named), tuple(sorted(findings, key=lambda one: (order[one.kind], one.statement))))


def _of_statement(statement: Statement, catalogue: Catalogue, today: date) -> Iterator[AuditFinding]:
    if not statement.evidence:
        yield AuditFinding("uncited", statement.id, "no evidence: name a source, or mark it background")
    for one in statement.evidence:
        if one.source not in catalogue.sources and one.source not in BUILT_IN_SOURCES:
            yield AuditFinding("unknown source", statement.id, f"cites `{one.source}`, which sources/ does not hold")
    if statement.evidence and all(one.grade is Grade.BACKGROUND for one in statement.evidence):
        yield AuditFinding("background", statement.id, "rests on background knowledge alone")
    if statement.review.status is Status.WITHDRAWN:
        yield AuditFinding("withdrawn", statement.id, statement.review.why)
    elif statement.review.until < today:
        yield AuditFinding("past review", statement.id, f"its review held until {statement.review.until}")
    elif statement.review.status is Status.DRAFT and statement.id not in catalogue.reviews:
        yield AuditFinding("draft", statement.id, "no clinician has signed it")


def _orphans(catalogue: Catalogue, statements: Iterable[Statement]) -> Iterator[AuditFinding]:
    """Sources that nothing cites, classes without a member or an own meaning, and facts that nothing reads."""
    cited = {one.source for statement in statements for one in statement.evidence}
    cited |= {criterion.source for criterion in catalogue.criteria.values()} | {stop.source for stop in catalogue.tour}
    for id in catalogue.sources:
        if id not in cited:
            yield AuditFinding("orphaned", id, "no statement cites this source")
    for id, drug_class in catalogue.classes.items():
        if not catalogue.members[id] and not drug_class.also:
            yield AuditFinding("orphaned", id, "no substance is of this class")
    read = {fact for rule in catalogue.stated_rules() for fact in facts_of(rule.rule)}
    read |= {fact for conclusion in catalogue.conclusions if conclusion.solver for fact in facts_of(conclusion.solver.rule)}
    shown = {fact for condition in catalogue.conditions.values() for features in condition.features for fact in features.facts}
    for fact in catalogue.facts:
        if not isinstance(fact, (FindingFact, HighestFact)) and fact.id not in read | shown and not _tied(fact.id, catalogue):
            yield AuditFinding("orphaned", f"fact {fact.id}", "no rule reads it, no condition names it, and no axiom ties it")
    used = {word for rule in catalogue.stated_rules() for word in _WORD.findall(rule.text)}
    used |= {word for fact in catalogue.defined.values() for word in _WORD.findall(fact.text)}
    used |= {word for fact in catalogue.facts if isinstance(fact, ProvedFact) for word in _WORD.findall(fact.text)}
    for id in catalogue.defined:
        if id not in used | shown | {SHOWS_TOXICITY}:
            yield AuditFinding("orphaned", f"fact {id}", "no rule uses this name")


def _tied(fact: str, catalogue: Catalogue) -> bool:
    return any(fact in (*facts_of(axiom.implication.premise), *facts_of(axiom.implication.conclusion)) for axiom in catalogue.axioms)


def _contradictions(catalogue: Catalogue) -> Iterator[AuditFinding]:
    """Entries that disagree with one another or with themselves."""
    for substance in catalogue.substances.values():
        tiers = _COUNTS.get(substance.strength)
        if tiers and substance.tier not in tiers:
            yield AuditFinding("contradicting", substance.name, f"strength {substance.strength.value} with tier {substance.tier}")
        if substance.irreversible and substance.window is None:
            yield AuditFinding("contradicting", substance.name, "irreversible, but without fixed days on board")
    for id, drug_class in catalogue.classes.items():
        strengths = {member.strength for member in catalogue.members[id]}
        if drug_class.strength is not None and strengths - {drug_class.strength}:
            others = ", ".join(sorted(strength.value for strength in strengths - {drug_class.strength}))
            yield AuditFinding("contradicting", id, f"the class is {drug_class.strength.value}, but members are {others}")
    for spelling in catalogue.names.table.keys():  # noqa: SIM118  a table is no mapping
        for name in {name for meaning in catalogue.names.meanings_of(spelling) for name in meaning.ingredients}:
            if name not in catalogue.names.rxcuis:
                yield AuditFinding("contradicting", spelling, f"means `{name}`, which is neither a substance nor a known ingredient")
