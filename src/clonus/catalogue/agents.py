"""Reading how agents differ: kinetics, label doses and profiles."""

from collections.abc import Iterable
from fractions import Fraction

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Items, Node, Scalar
from clonus.catalogue.shapes import Form, number_of
from clonus.catalogue.switching import AgentWords, Entries
from clonus.domain.agents import (
    FACTORS,
    Affinity,
    Enzyme,
    Frequency,
    KineticFactor,
    Kinetics,
    LabelDose,
    LabelDosing,
    Profile,
    Report,
    TooFast,
)
from clonus.domain.errors import Place
from clonus.domain.evidence import Status

KINETICS, DOSES, PROFILES, TOO_FAST = "kinetics.yaml", "doses.yaml", "profiles.yaml", "too_fast.yaml"
_REASONS = ("start", "rise", "maximum")


def read_kinetics(entries: Entries, agents: AgentWords) -> dict[str, Kinetics]:
    """The kinetics in use, by ingredient."""
    read = [_kinetics(*entry, agents) for entry in entries]
    return {one.name: one for one in read if one.review.status is not Status.WITHDRAWN}


def read_dosing(doses: Entries, outcomes: Entries, agents: AgentWords) -> LabelDosing:
    """The label doses in use, by ingredient, and what going beyond them is known for."""
    found: dict[str, tuple[LabelDose, ...]] = {}
    for entry in doses:
        dose = _dose(*entry, agents)
        if dose.review.status is not Status.WITHDRAWN:
            found[dose.name] = (*found.get(dose.name, ()), dose)
    places: dict[str, Place] = {}
    too_fast = [_too_fast(*entry, agents, places) for entry in outcomes]
    return LabelDosing(found, tuple(one for one in too_fast if one.review.status is not Status.WITHDRAWN))


def read_profiles(entries: Entries, agents: AgentWords) -> dict[str, Profile]:
    """The profiles in use, by ingredient."""
    read = [_profile(*entry, agents) for entry in entries]
    return {one.name: one for one in read if one.review.status is not Status.WITHDRAWN}


def _agent(form: Form, agents: AgentWords, key: str = "of") -> str:
    word = form.text(key)
    if word and agents.means.get(word) not in (frozenset({word}), frozenset()):
        substances = [name for name, means in agents.means.items() if means == {name}]
        form.wrong(key, f"names `{word}`, which is no substance{form.nearest(word, substances)}")
    return word


def _kinetics(reader: EntryReader, node: Node, subject: str, agents: AgentWords) -> Kinetics:
    form = reader.form(node, subject, "of", "peak_hours", "steady_state_days", "says", "factors")
    form.require("of")

    def factor(node: Node, subject: str) -> KineticFactor:
        inner = reader.form(node, subject, "moiety", "when", "agents", "half_life_ratio", "says")
        inner.require("moiety", "when", "half_life_ratio", "says")
        when = inner.choice("when", FACTORS) or "older"
        named, _ = agents.read(inner, "agents")
        if (when == "with") != bool(named):
            inner.wrong("when", "should be `with` exactly where `agents` are named: correct one of them.")
        ratio = inner.number("half_life_ratio", 0, 100) or Fraction(1)
        known = agents.moieties.get(form.text("of"), frozenset())
        if inner.text("moiety") and known and inner.text("moiety") not in known:
            inner.wrong("moiety", f"is neither `{form.text('of')}` nor a metabolite of it{inner.nearest(inner.text('moiety'), known)}")
        return KineticFactor(inner.text("moiety"), when, named, ratio, inner.text("says"), inner.each("evidence", reader.evidence))

    return Kinetics(
        _agent(form, agents),
        _range(form, "peak_hours"),
        _range(form, "steady_state_days"),
        form.text("says"),
        form.each("factors", factor),
        form.each("evidence", reader.evidence),
        reader.review_of(form),
    )


def _dose(reader: EntryReader, node: Node, subject: str, agents: AgentWords) -> LabelDose:
    limits = ("start_mg", "step_mg", "interval_days", "maximum_mg")
    form = reader.form(node, subject, "of", "population", "ages", "when", "agents", "form", *limits, "authority", "says")
    form.require("of", "population", "authority")
    when = form.members("when", FACTORS, f"one of {', '.join(FACTORS)}")
    named, _ = agents.read(form, "agents")
    if ("with" in when) != bool(named):
        form.wrong("when", "should hold `with` exactly where `agents` are named: correct one of them.")
    ages = _range(form, "ages")
    start, step, interval, maximum = (form.number(key, 0, 2000) for key in limits)
    return LabelDose(
        name=_agent(form, agents),
        population=form.text("population"),
        least_age=ages[0] if ages else None,
        most_age=ages[1] if ages else None,
        when=tuple(sorted(when)),
        agents=named,
        form=form.text("form"),
        start_mg=start,
        step_mg=step,
        interval_days=interval,
        maximum_mg=maximum,
        authority=form.text("authority"),
        says=form.text("says"),
        evidence=form.each("evidence", reader.evidence),
        review=reader.review_of(form),
    )


def _too_fast(reader: EntryReader, node: Node, subject: str, agents: AgentWords, places: dict[str, Place]) -> TooFast:
    form = reader.form(node, subject, "id", "agents", "of", "says")
    form.require("id", "agents", "of", "says")
    named, means = agents.read(form, "agents")
    of = form.members("of", _REASONS, f"one of {', '.join(_REASONS)}")
    id, evidence = form.own_id(places), form.each("evidence", reader.evidence)
    return TooFast(id, named, tuple(sorted(of)), form.text("says"), evidence, reader.review_of(form), means)


def _profile(reader: EntryReader, node: Node, subject: str, agents: AgentWords) -> Profile:
    form = reader.form(node, subject, "of", "enzymes", "affinities", "frequencies", "reports", evidence=False)
    form.require("of")
    review = reader.review

    def enzyme(node: Node, subject: str) -> Enzyme:
        inner = reader.form(node, subject, "enzyme", "role", "strength")
        inner.require("enzyme", "role")
        role = inner.choice("role", ("inhibits", "substrate")) or ""
        return Enzyme(inner.text("enzyme"), role, inner.text("strength"), inner.each("evidence", reader.evidence))

    def affinity(node: Node, subject: str) -> Affinity:
        inner = reader.form(node, subject, "target", "nanomolar", "measure", "species")
        inner.require("target", "nanomolar", "measure", "species")
        evidence = inner.each("evidence", reader.evidence)
        return Affinity(inner.text("target"), inner.text("nanomolar"), inner.text("measure"), inner.text("species"), evidence)

    def frequency(node: Node, subject: str) -> Frequency:
        inner = reader.form(node, subject, "effect", "says", "percent", "placebo")
        inner.require("effect", "says")
        percent, placebo = inner.number("percent", 0, 100), inner.number("placebo", 0, 100)
        return Frequency(inner.text("effect"), inner.text("says"), percent, placebo, inner.each("evidence", reader.evidence))

    def report(node: Node, subject: str) -> Report:
        inner = reader.form(node, subject, "event", "odds_ratio", "low", "high", "comparator", "registry")
        inner.require("event", "odds_ratio", "comparator", "registry")
        ratio, low, high = (inner.number(key, 0) for key in ("odds_ratio", "low", "high"))
        compared, evidence = (inner.text("comparator"), inner.text("registry")), inner.each("evidence", reader.evidence)
        return Report(inner.text("event"), ratio or Fraction(0), low, high, *compared, evidence)

    return Profile(
        _agent(form, agents),
        form.each("enzymes", enzyme),
        form.each("affinities", affinity),
        form.each("frequencies", frequency),
        form.each("reports", report),
        review,
    )


def _range(form: Form, key: str) -> tuple[Fraction, Fraction] | None:
    """Two numbers, the lower first, None where the key is absent."""
    node = form.nodes.get(key)
    if node is None:
        return None
    ends = [number_of(one.text) for one in _scalars(node.nodes if isinstance(node, Items) else ())]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        form.wrong(key, "should be two numbers, the lower first.")
        return None
    return ends[0], ends[1]


def _scalars(nodes: Iterable[Node]) -> Iterable[Scalar]:
    return (node if isinstance(node, Scalar) else Scalar("", Place()) for node in nodes)
