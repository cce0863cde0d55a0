"""Proving the properties of the catalogue, all of them, with the rules by the names that properties use."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, InputRefused, KnowledgeBroken, NotFound, Place, did_you_mean
from clonus.rules.condition import Level
from clonus.rules.criterion import StatedRule
from clonus.rules.properties import Proof
from clonus.rules.solve import Solver
from clonus.rules.tree import And, Fact, Not, Or

if TYPE_CHECKING:
    from clonus.interpreters.proof import World


def prove_all(catalogue: Catalogue, only: str = "") -> Iterator[Proof]:
    """The outcome of every property of the catalogue, in its order, or of one by its id.

    Raises:
        InputRefused: if the prover is not installed.
        NotFound: if no property has the id.
        KnowledgeBroken: if a property names what does not exist.
    """
    try:
        from clonus.interpreters.proof import prove
    except ImportError:
        raise InputRefused(Fault(Place(), "proofs need Z3, which is not installed: install clonus[proof].")) from None
    if only and only not in catalogue.properties:
        raise NotFound(Fault(Place(), f"no property is called `{only}`{did_you_mean(only, catalogue.properties) or '.'}"))
    world = _world(catalogue)
    for stated in catalogue.properties.values() if not only else [catalogue.properties[only]]:
        try:
            yield from prove([stated], world)
        except KeyError as error:
            sentence = f"property `{stated.id}` names {error}, which is no fact and no rule: correct it."
            raise KnowledgeBroken(Fault(Place("properties.yaml"), sentence)) from None


def _world(catalogue: Catalogue) -> "World":
    """The rules by the names that properties use."""
    from clonus.interpreters.proof import World

    grades, levels = ({f"{name}.{one.id}": one.solver for one in ladder} for name, ladder in _ladders(catalogue))
    criteria = {id: criterion.solver for id, criterion in catalogue.criteria.items()}
    conditions = catalogue.conditions.values()
    standings = {f"{one.id}.{standing.value}": solver for one in conditions for standing, solver in one.solvers.items()}
    rules = {f"rule.{rule.id}": rule.solver for rule in catalogue.stated_rules()}
    pitfalls = {f"pitfall.{id}": rule.solver for id, rule in catalogue.pitfalls.items()}
    defined = {id: fact.solver for id, fact in catalogue.defined.items()}
    offers = (option.rule for step in catalogue.plan.steps.values() for option in step.options)
    steps = {rule.id: rule.solver for rule in (*catalogue.plan_rules(), *offers)}
    clashes = dict(_clashes(catalogue))
    three = [id for id, condition in catalogue.conditions.items() if len(condition.solvers) == 3]
    groups = {
        "criterion": list(criteria),
        "grade": list(grades),
        "level": list(levels),
        "condition": three,
        "rule": list(rules),
        "clash": list(clashes),
    }
    every = {**criteria, **grades, **levels, **standings, **rules, **pitfalls, **defined, **steps, **clashes}
    return World(catalogue.facts, catalogue.theory, catalogue.conclusions, every, groups)


def _ladders(catalogue: Catalogue) -> Iterator[tuple[str, tuple[Level, ...]]]:
    yield "severity", catalogue.severity
    yield "urgency", catalogue.urgency


def _clashes(catalogue: Catalogue) -> Iterator[tuple[str, Solver]]:
    """For each agent that one rule of plans proposes and another forbids, that both hold."""
    forbidden: list[tuple[StatedRule | None, frozenset[str], str]] = [(one.rule, one.forbids, "") for one in catalogue.plan.do_not.values()]
    remedies = list(catalogue.plan.may_give.values())
    forbidden += [(one.rule, frozenset(one.agents), one.need) for one in remedies if one.answer == "avoid"]
    options = [option for step in catalogue.plan.steps.values() for option in step.options]
    proposed: list[tuple[StatedRule | None, tuple[str, ...], str]] = [(option.rule, (option.agent,), "") for option in options]
    proposed += [(one.rule, one.agents, one.need) for one in remedies if one.answer in ("first", "option")]
    for offers, agents, need in proposed:
        for forbids, words, other in forbidden:
            apart = need and other and need != other
            for agent in agents if not apart else ():
                kinds = catalogue.substances[agent].kinds if agent in catalogue.substances else {agent}
                members = {name for name, one in catalogue.substances.items() if agent in one.classes}
                if not words.isdisjoint(kinds | members):
                    yield _clash(agent, offers, forbids, catalogue)


def _clash(agent: str, offers: StatedRule | None, forbids: StatedRule | None, catalogue: Catalogue) -> tuple[str, Solver]:
    anything = Fact(catalogue.facts[0].id)
    always = Or((anything, Not(anything)))
    whole = And((offers.rule if offers else always, forbids.rule if forbids else always))
    names = (rule.id if rule else "always" for rule in (offers, forbids))
    return f"clash.{agent}.{'.'.join(names)}", Solver(whole, catalogue.theory)
