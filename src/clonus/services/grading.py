"""How bad and how soon: the ladders of severity and urgency climbed for one record, each step with its grounds."""

from collections.abc import Iterable

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Grounds, Severity, Urgency
from clonus.domain.truth import KnownFact, Truth
from clonus.interpreters.explain import because_of
from clonus.rules.condition import Level, Standing
from clonus.rules.criterion import StatedRule
from clonus.rules.facts import HighestFact
from clonus.rules.known import KnownFacts

TOXICITY = "serotonin_toxicity"
NO_GRADE, CANNOT_TELL = "none", "cannot_tell"
_NOT_TOLD = (
    "No rule here calls for haste, and none allows to wait: a key sign was not examined, "
    "or an altered mental state or a vital sign needs a judgment of its own."
)


def severity(known: KnownFacts, catalogue: Catalogue) -> Severity | None:
    """The grade of serotonin toxicity that is proved and the highest that could be; None where toxicity is unlikely."""
    if catalogue.conditions[TOXICITY].solvers[Standing.UNLIKELY].truth(known.closed) is Truth.YES:
        return None
    proved = next((level for level in catalogue.severity if level.solver.truth(known.closed) is Truth.YES), None)
    possible = next((level for level in catalogue.severity if _may_be(level, known)), None)
    grade = proved.id if proved else CANNOT_TELL if possible else NO_GRADE
    grounds = _grounds(proved, known) if proved else Grounds((), (), (), ())
    return Severity(grade, possible.id if possible else grade, grounds, tuple(_thresholds(known, catalogue)))


def urgency(known: KnownFacts, catalogue: Catalogue) -> Urgency:
    """How soon to act: the highest level that a rule gives; where none does, that cannot be told."""
    for level in catalogue.urgency:
        if level.solver.truth(known.closed) is Truth.YES:
            return Urgency(level.id, level.says, _grounds(level, known))
    return Urgency(CANNOT_TELL, _NOT_TOLD, Grounds((), (), (), ()))


def sources_of(rules: Iterable[StatedRule]) -> tuple[str, ...]:
    """The sources that rules rest on, each once, in their order."""
    return tuple(dict.fromkeys(one.source for rule in rules for one in rule.evidence))


def _may_be(level: Level, known: KnownFacts) -> bool:
    if level.solver.truth(known.closed) is not Truth.NO:
        return True
    return any(rule.solver.truth(known.closed) is Truth.YES for rule in level.allows)


def _grounds(level: Level, known: KnownFacts) -> Grounds:
    """The rules of a level that hold, and what they rest on; where only all together hold, what the level rests on."""
    held = [(rule, rule.solver.decide(known.closed)) for rule in level.rules]
    given = [(rule, certificate) for rule, (truth, certificate) in held if truth is Truth.YES]
    because: dict[KnownFact, None] = {}
    for rule, certificate in given:
        because.update(dict.fromkeys(because_of(rule.solver, certificate, known)))
    if not given:
        because.update(dict.fromkeys(because_of(level.solver, level.solver.decide(known.closed)[1], known)))
    rules = [rule for rule, _ in given]
    return Grounds(
        tuple(rule.id for rule in rules),
        tuple(rule.says for rule in rules),
        tuple(because),
        sources_of(rules or level.rules),
    )


def _thresholds(known: KnownFacts, catalogue: Catalogue) -> Iterable[KnownFact]:
    """Each threshold of the highest temperature that sources name, passed, not passed or not known."""
    for number, fact in enumerate(catalogue.facts):
        if isinstance(fact, HighestFact):
            bit = 1 << number
            truth = Truth.YES if known.closed[0] & bit else Truth.NO if known.closed[1] & bit else Truth.UNKNOWN
            yield KnownFact(fact.id, truth)
