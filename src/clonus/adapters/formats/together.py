"""What is raised of agents together, as plain values for JSON, as lines of text and as Markdown."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from clonus.adapters.formats.words import cited, marked, spell
from clonus.catalogue.shelves import Catalogue
from clonus.domain.interactions import Interaction, NotRaised, Raised, RegimenFinding, Remark, RiskAnswer, Tier
from clonus.domain.truth import Truth

if TYPE_CHECKING:
    from clonus.adapters.formats.answers.together import (
        Direction,
        InteractionKind,
        InteractionLine,
        NotRaisedLine,
        Outcome,
        RaisedPart,
        RegimenLine,
        RiskLine,
    )
    from clonus.adapters.formats.answers.words import SourcedLine

_KINDS = {"kinetic": "pharmacokinetic"}
_NO_DIRECTION = ("none", "unclear")  # told in JSON alone: nothing shows that they raise a risk
HEADINGS = {Tier.INTERRUPTIVE: "stop and read", Tier.PASSIVE: "look at", Tier.RECORDED: "for information"}
RISK = "risk."  # what stands before the id of a risk factor where it is explained


def raised_document(raised: Raised) -> "RaisedPart":
    """What is raised, and what was considered and not raised."""
    return {
        "interactions": [_interaction(one) for one in raised.interactions],
        "regimen": [_regimen(one) for one in raised.regimen],
        "risk_factors": [_risk(one) for one in raised.risk_factors],
        "not_raised": [_not_raised(one) for one in raised.not_raised],
    }


def _interaction(one: Interaction) -> "InteractionLine":
    known = one.known
    return {
        "id": known.id,
        "between": list(one.between),
        "given": [text for text in one.given if text],
        "severity": one.harm.value,
        "tier": one.tier.value,
        "tier_because": list(one.because),
        "kind": cast("InteractionKind", one.kind),
        "evidence": known.grade.value,
        "certain": one.certain,
        "mechanism": known.mechanism,
        "onset": known.onset,
        "says": one.says,
        "do": one.do,
        "instead": list(known.instead),
        "rate": _remark(known.rate) if known.rate else None,
        "disputed": [_remark(said) for said in known.disputed],
        "sources": list(one.sources),
    }


def _remark(said: Remark) -> "SourcedLine":
    return {"says": said.says, "sources": list(dict.fromkeys(one.source for one in said.evidence))}


def _regimen(one: RegimenFinding) -> "RegimenLine":
    return {
        "id": one.id,
        "mechanisms": list(one.mechanisms),
        "agents": list(one.agents),
        "severity": one.harm.value,
        "tier": one.tier.value,
        "tier_because": list(one.because),
        "says": one.says,
        "do": one.do,
        "sources": list(one.sources),
    }


def _risk(one: RiskAnswer) -> "RiskLine":
    return {
        "factor": one.factor,
        "name": one.name,
        "truth": one.truth.value,
        "outcome": ", ".join(spell(outcome) for outcome in one.outcomes),
        "outcomes": cast("list[Outcome]", list(one.outcomes)),
        "direction": cast("Direction", one.direction),
        "says": one.says,
        "disputed": one.disputed or None,
        "sources": list(one.sources),
    }


def _not_raised(one: NotRaised) -> "NotRaisedLine":
    return {"between": list(one.between), "why": one.why, "sources": list(one.sources)}


def of_tier(raised: Raised, tier: Tier) -> list[Interaction | RegimenFinding]:
    """What is raised in one tier."""
    whole: tuple[Interaction | RegimenFinding, ...] = (*raised.interactions, *raised.regimen)
    return [one for one in whole if one.tier is tier]


def raised_lines(raised: Raised, catalogue: Catalogue, *, short: bool = False) -> Iterator[str]:
    """What is raised, by tier, each with what to do, save what is only recorded; where it is `short` that is named alone."""
    for tier, heading in HEADINGS.items():
        found = of_tier(raised, tier)
        if found and short and tier is Tier.RECORDED:
            yield f"{heading.upper()} ({tier.value}): {'; '.join(_title(one) for one in found)}"
        elif found:
            yield f"{heading.upper()} ({tier.value})"
            for one in found:
                told = f" (clonus explain {_id(one)})" if tier is Tier.RECORDED else ""
                yield f"  {_title(one)}: {one.says}{told}"
                if tier is not Tier.RECORDED:
                    yield from (f"    {line}" for line in detail_lines(one, catalogue, short=short))


def _title(one: Interaction | RegimenFinding) -> str:
    agents = one.between if isinstance(one, Interaction) else one.agents
    kind = one.kind if isinstance(one, Interaction) else "regimen"
    return f"{one.harm.value.upper()} {' + '.join(agents)}{'' if kind == 'other' else f' ({_KINDS.get(kind, kind)})'}"


def _id(one: Interaction | RegimenFinding) -> str:
    return one.known.id if isinstance(one, Interaction) else one.id


def detail_lines(one: Interaction | RegimenFinding, catalogue: Catalogue, *, short: bool = False) -> Iterator[str]:
    """What to do, what instead, how often it happens, who says otherwise, and why it is as loud as it is."""
    yield f"Do: {one.do}"
    if isinstance(one, Interaction):
        if one.known.instead:
            yield f"Instead: {'; '.join(one.known.instead)}."
        if one.known.rate:
            yield f"How often: {one.known.rate.says}{_by(one.known.rate, catalogue)}"
        yield from (f"Disputed: {said.says}{_by(said, catalogue)}" for said in one.known.disputed)
    elif one.mechanisms:
        yield f"Mechanisms: {'; '.join(one.mechanisms)}."
    if not short:
        yield f"Why so loud: {' '.join(one.because)}"
        yield f"Sources:{cited(one.sources, catalogue)} More: clonus explain {_id(one)}"


def _by(said: Remark, catalogue: Catalogue) -> str:
    return cited((one.source for one in said.evidence), catalogue)


def quiet_lines(raised: Raised, catalogue: Catalogue) -> Iterator[str]:
    """What was considered and not raised, and why; the pairs that are not raised for one reason in one line."""
    reasons: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in raised.not_raised:
        reasons.setdefault((one.why, one.sources), []).append(" + ".join(one.between))
    for (why, sources), pairs in reasons.items():
        yield f"{'; '.join(pairs)}: {why}{cited(sources, catalogue)}"


def risk_lines(raised: Raised, catalogue: Catalogue, *, short: bool = False) -> Iterator[str]:
    """The risk factors that are there, each with its outcomes, and unless `short` what is known; how many are not known, in one line."""
    for one in raised.risk_factors:
        if one.truth is Truth.YES and one.direction not in _NO_DIRECTION:
            disputed = f" Disputed: {one.disputed}" if one.disputed else ""
            outcomes = ", ".join(spell(outcome) for outcome in one.outcomes)
            more = f": {outcomes} ({RISK}{one.factor})" if short else f". {one.says}{disputed}{cited(one.sources, catalogue)}"
            yield f"{one.name}{more}"
    unknown = sum(one.truth is Truth.UNKNOWN for one in raised.risk_factors)
    if unknown:
        yield f"{unknown} of {len(raised.risk_factors)} are not known of this patient: --format json names them"


def raised_markdown(raised: Raised, catalogue: Catalogue) -> Iterator[str]:
    """What is raised with all that is known of it, and the risk factors, as Markdown."""
    for tier, heading in HEADINGS.items():
        found = of_tier(raised, tier)
        if found:
            yield from (f"### Together: {heading}", "")
            for one in found:
                yield f"- **{marked(_title(one))}.** {marked(one.says)}"
                yield from (f"  - {marked(line)}" for line in detail_lines(one, catalogue))
            yield ""
    risks = list(risk_lines(raised, catalogue))
    if risks:
        yield from ("### Risk factors", "", *(f"- {marked(line)}" for line in risks), "")
