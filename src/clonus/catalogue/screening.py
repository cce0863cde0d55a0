"""Reading what screening decides with: combinations, tiers, mechanisms, regimens and risk factors."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Node
from clonus.catalogue.rules import Entries, RuleReader
from clonus.catalogue.shapes import Form
from clonus.catalogue.switching import AgentWords
from clonus.catalogue.vocabulary import Vocabulary
from clonus.domain.errors import Fault, Place
from clonus.domain.evidence import Source, Status
from clonus.domain.interactions import Combination, Harm, OnlyFor, Remark, Tier
from clonus.domain.substances import Strength, Substance
from clonus.rules.axioms import Theory
from clonus.rules.screening import MEETING, LoudnessRule, Mechanism, RegimenRule, RiskFactor, ScreeningKnowledge

INTERACTIONS, TIERS, MECHANISMS, REGIMENS, RISKS = "interactions", "tiers.yaml", "mechanisms.yaml", "regimens.yaml", "risk_factors.yaml"
PARTS = (INTERACTIONS, TIERS, MECHANISMS, REGIMENS, RISKS)
KINDS = ("serotonergic", "kinetic", "other")
EASED = ("operating_room", "monitored")
_KEYS = (
    *("id", "kind", "one", "other", "while", "severity", "mechanism", "onset", "says", "do", "instead"),
    *("only", "eased_by", "rate", "disputed"),
)
STATES = ("toxicity", "overdose")
OUTCOMES = (
    *("serotonin_toxicity", "movement_disorder", "hyponatremia", "behavioral_activation", "withdrawal", "qt_prolongation"),
    "isolated_twitch_or_tremor",
)
DIRECTIONS = ("up", "mixed", "none", "mimic", "does_not_exclude", "unclear")
_SEVERITIES = tuple(harm.value for harm in Harm)
_STRENGTHS = {f"{strength.value} agents": strength for strength in (Strength.ESTABLISHED, Strength.WEAK, Strength.DOUBTFUL)}
Lists = Callable[[str, str], Entries]


def words_of(substances: Mapping[str, Substance], classes: Iterable[str], named: Iterable[str], withdrawn: Iterable[str]) -> AgentWords:
    """The words by which combinations name agents: substances, classes, all agents of one strength, and ingredients known by name."""
    agents = AgentWords(substances, classes, withdrawn)
    for name in named:
        agents.means.setdefault(name, frozenset({name}))
    for word, strength in _STRENGTHS.items():
        agents.means[word] = frozenset(one.name for one in substances.values() if one.strength is strength)
    return agents


def read_screening(
    lists: Lists, agents: AgentWords, faults: list[Fault], sources: Mapping[str, Source], checked: bool
) -> ScreeningKnowledge:
    """All that screening decides with, in use."""
    places: dict[str, Place] = {}
    combinations = [_combination(*entry, agents, places) for entry in lists(INTERACTIONS, "interactions")]
    meeting = RuleReader(faults, Vocabulary(MEETING), Theory(MEETING, []), sources, checked=checked)
    loudness = [_loudness(*entry, meeting) for entry in lists(TIERS, "tiers")]
    named = [_mechanism(*entry, agents, places) for entry in lists(MECHANISMS, "mechanisms")]
    mechanisms = {one.id: one for one in named if one.review.status is not Status.WITHDRAWN}
    acting = RuleReader(faults, Vocabulary(mechanisms), Theory(tuple(mechanisms), []), sources, checked=checked)
    regimens = [_regimen(*entry, acting) for entry in lists(REGIMENS, "regimens")]
    used = tuple(one for one in combinations if one.review.status is not Status.WITHDRAWN)
    return ScreeningKnowledge(
        combinations=used,
        loudness=tuple(one for one in loudness if one is not None and one.rule.review.status is not Status.WITHDRAWN),
        meeting=meeting.theory,
        mechanisms=mechanisms,
        regimens=tuple(one for one in regimens if one is not None and one.rule.review.status is not Status.WITHDRAWN),
        acting=acting.theory,
        longest_taper=max((one.within_days for one in loudness if one and one.within_days), default=Fraction(0)),
        spoken_of=frozenset(name for one in used for name in one.ones | one.others),
    )


def _combination(reader: EntryReader, node: Node, subject: str, agents: AgentWords, places: dict[str, Place]) -> Combination:
    form = reader.form(node, subject, *_KEYS)
    form.require("id", "kind", "one", "severity", "says")
    if len(form.nodes.keys() & {"other", "while"}) != 1:
        form.fault(form.place, "this names the `other` agents, or a state of the patient under `while`: give one of the two.")
    (one, ones), (other, others) = agents.read(form, "one"), agents.read(form, "other")
    evidence, review = form.each("evidence", reader.evidence), reader.review_of(form)
    harm = Harm(form.choice("severity", _SEVERITIES) or "minor")
    if harm is not Harm.NONE:
        form.require("do")
    return Combination(
        id=form.own_id(places),
        kind=form.choice("kind", KINDS) or "other",
        one=one,
        other=other,
        harm=harm,
        mechanism=form.text("mechanism"),
        onset=form.text("onset"),
        says=form.text("says"),
        do=form.text("do"),
        instead=form.texts("instead"),
        only=form.each("only", lambda node, inner: _only(reader, node, inner, agents)),
        eased_by=form.members("eased_by", EASED, f"one of {', '.join(EASED)}"),
        state=form.choice("while", STATES) or "",
        rate=_remark(reader, form.nodes["rate"], f"{form.subject}.rate") if "rate" in form.nodes else None,
        disputed=form.each("disputed", lambda node, inner: _remark(reader, node, inner)),
        evidence=evidence,
        review=review,
        ones=ones,
        others=others,
    )


def _only(reader: EntryReader, node: Node, subject: str, agents: AgentWords) -> OnlyFor:
    ways = ("forms", "not_forms", "brands", "above_mg", "at_most_mg", "strength", "form_mg")
    form = Form(node, subject, ("agent", *ways), reader.faults)
    form.require("agent")
    form.names("agent", agents.means)
    if not form.nodes.keys() & set(ways):
        form.fault(form.place, f"this names an agent and no limit: give one of {', '.join(ways)}.")
    strength = form.choice("strength", [one.value for one in Strength])
    return OnlyFor(
        agent=form.text("agent"),
        forms=form.texts("forms"),
        above_mg=form.number("above_mg", 0, 10_000),
        at_most_mg=form.number("at_most_mg", 0, 10_000),
        strength=Strength(strength) if strength else None,
        not_forms=form.texts("not_forms"),
        brands=form.texts("brands"),
        form_mg=form.numbers("form_mg"),
    )


def _remark(reader: EntryReader, node: Node, subject: str) -> Remark:
    form = reader.form(node, subject, "says")
    form.require("says", "evidence")
    return Remark(form.text("says"), form.each("evidence", reader.evidence))


def _loudness(reader: EntryReader, node: Node, subject: str, rules: RuleReader) -> LoudnessRule | None:
    form = reader.form(node, subject, "id", "says", "when", "tier", "within_days")
    form.require("tier")
    tier = form.choice("tier", (*(tier.value for tier in Tier), "lower"))
    rule, within = rules.rule(reader, node, subject, "tier", "within_days", kind="tier"), form.number("within_days", 0, 400)
    return None if rule is None or tier is None else LoudnessRule(None if tier == "lower" else Tier(tier), rule, within)


def _mechanism(reader: EntryReader, node: Node, subject: str, agents: AgentWords, places: dict[str, Place]) -> Mechanism:
    form = reader.form(node, subject, "id", "name", "of", "agents", "only")
    form.require("id", "name")
    if len(form.nodes.keys() & {"of", "agents"}) != 1:
        form.fault(form.place, "this names the agents `of` a mechanism, or says how many `agents` act: give one of the two.")
    (of, means), count = agents.read(form, "of"), form.number("agents", 2, 20)
    evidence, review = form.each("evidence", reader.evidence), reader.review_of(form)
    only = form.each("only", lambda node, inner: _only(reader, node, inner, agents))
    return Mechanism(form.own_id(places), form.text("name"), of, int(count) if count else None, evidence, review, means, only)


def _regimen(reader: EntryReader, node: Node, subject: str, rules: RuleReader) -> RegimenRule | None:
    form = reader.form(node, subject, "id", "says", "when", "severity", "do")
    form.require("severity", "do")
    rule = rules.rule(reader, node, subject, "severity", "do", kind="regimen")
    harm = Harm(form.choice("severity", _SEVERITIES) or "minor")
    return None if rule is None else RegimenRule(harm, form.text("do"), rule)


def read_risks(entries: Entries, rules: RuleReader) -> dict[str, RiskFactor]:
    """The risk factors in use; their rules are over the facts of a record, as those of criteria are."""
    read = [_risk(*entry, rules) for entry in entries]
    return {one.id: one for one in read if one.review.status is not Status.WITHDRAWN}


def _risk(reader: EntryReader, node: Node, subject: str, rules: RuleReader) -> RiskFactor:
    more: tuple[str, ...] = ("name", "kind", "outcomes", "direction", "disputed")
    form = reader.form(node, subject, "id", "says", "when", *more)
    form.require("id", "name", "kind", "outcomes", "direction", "says")
    outcomes = form.members("outcomes", OUTCOMES, f"one of {', '.join(OUTCOMES)}")
    rule: Any = rules.rule(reader, node, subject, *more, prefix="risk.") if "when" in form.nodes else None
    return RiskFactor(
        id=form.id(),
        name=form.text("name"),
        kind=form.choice("kind", ("medication", "patient", "agent")) or "patient",
        outcomes=tuple(outcome for outcome in OUTCOMES if outcome in outcomes),
        direction=form.choice("direction", DIRECTIONS) or "unclear",
        says=form.text("says"),
        disputed=form.text("disputed"),
        rule=rule,
        evidence=form.each("evidence", reader.evidence),
        review=reader.review_of(form),
    )
