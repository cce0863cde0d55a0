"""What is known of agents together, as entries of the catalogue are explained: combinations, mechanisms, risk factors."""

import re
from collections.abc import Iterator
from typing import Any

from clonus.adapters.formats.reasons import evidence_lines, review_line, rule_text_lines, withdrawn_lines
from clonus.adapters.formats.words import spell
from clonus.catalogue.shelves import Catalogue
from clonus.domain.interactions import Combination, OnlyFor
from clonus.rules.screening import Mechanism, RiskFactor

PairEntry = Combination | Mechanism | RiskFactor


_ACRONYMS = re.compile(r"\b(cyp\d\w+|ssri|snri|mao[ab]?|maoi|qt|nbome)\b")


def shelves(catalogue: Catalogue) -> tuple[dict[str, Any], ...]:
    """The entries that screening reads, by the id under which they are explained."""
    known = catalogue.screening
    return (
        {one.id: one for one in known.combinations},
        dict(catalogue.risk_factors),
        dict(known.mechanisms),
        {one.rule.id: one.rule for one in known.loudness},
        {one.rule.id: one.rule for one in known.regimens},
    )


def pair_lines(entry: PairEntry, catalogue: Catalogue) -> Iterator[str]:
    """An entry of screening."""
    match entry:
        case Combination():
            yield from combination_lines(entry, catalogue)
        case RiskFactor():
            yield from risk_factor_lines(entry, catalogue)
        case Mechanism():
            agents = f"At least {entry.agents} agents together." if entry.agents else f"Agents: {', '.join(sorted(entry.means))}."
            yield from (f"# {entry.name}", "", agents, *evidence_lines(entry.evidence, catalogue), "", review_line(entry.review))


def combination_lines(known: Combination, catalogue: Catalogue) -> Iterator[str]:
    """What is known of the agents of one end with those of the other."""
    other = f"signs of {known.state} now" if known.state == "toxicity" else known.state or ", ".join(known.other)
    severity = "looked at, and not raised" if known.harm.value == "none" else known.harm.value
    yield from (
        f"# {spell(known.id).capitalize()}",
        "",
        f"**{severity.capitalize()}** ({known.kind}): {', '.join(known.one)} with {other}.",
    )
    yield from (f"Only {_limited(one)}." for one in known.only)
    if known.eased_by:
        yield f"Quieter where it is so: {', '.join(spell(word) for word in sorted(known.eased_by))}."
    yield from ("", known.says, *withdrawn_lines(known.review), "")
    for heading, said in (("Mechanism", known.mechanism), ("Onset", known.onset), ("What to do", known.do)):
        if said:
            yield f"{heading}: {said.rstrip('.')}."
    if known.instead:
        yield f"Instead: {'; '.join(known.instead)}."
    yield from evidence_lines(known.evidence, catalogue)
    if known.rate:
        yield from ("", f"How often: {known.rate.says}", *evidence_lines(known.rate.evidence, catalogue))
    for remark in known.disputed:
        yield from ("", f"Disputed: {remark.says}", *evidence_lines(remark.evidence, catalogue))
    yield from ("", review_line(known.review))


def risk_factor_lines(factor: RiskFactor, catalogue: Catalogue) -> Iterator[str]:
    """A risk factor, its outcomes, and the rule by which a record has it."""
    outcomes = ", ".join(spell(outcome) for outcome in factor.outcomes)
    yield from (f"# {factor.name}", "", f"Bears on: {outcomes} ({spell(factor.direction)}).", "", factor.says)
    if factor.disputed:
        yield from ("", f"Disputed: {factor.disputed}")
    yield from ("", *evidence_lines(factor.evidence, catalogue), "")
    if factor.rule:
        yield from rule_text_lines(factor.rule, catalogue)
    else:
        yield "A record has no field for it, so that it is always unknown."
    yield from ("", review_line(factor.review))


def _title(id: str) -> str:
    """An id as a heading."""
    words = _ACRONYMS.sub(lambda found: found[0].upper(), spell(id))
    return f"{words[:1].upper()}{words[1:]}"


def _limited(one: OnlyFor) -> str:
    ways = []
    if one.forms:
        ways.append(" or ".join(one.forms))
    if one.brands:
        ways.append(f"named as {' or '.join(one.brands)}")
    if one.not_forms:
        ways.append(f"not as {' or '.join(one.not_forms)}")
    if one.above_mg is not None:
        ways.append(f"above {float(one.above_mg):g} mg a day")
    if one.at_most_mg is not None:
        ways.append(f"at most {float(one.at_most_mg):g} mg a day")
    if one.strength is not None:
        ways.append(f"in forms of {one.strength.value} action")
    return f"{one.agent} {', or '.join(ways)}"
