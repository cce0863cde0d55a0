"""Agents side by side as text, as JSON and as charts."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from clonus.adapters.formats.document import SCHEMA_VERSION, about, to_json
from clonus.adapters.formats.words import as_number, footer, short_citation, tenths
from clonus.catalogue.shelves import Catalogue
from clonus.domain.agents import Affinity, AgentSheet, Enzyme, Frequency, HalfLifeOf, LabelDose, Range, Report
from clonus.domain.evidence import Evidence, sources_of

if TYPE_CHECKING:
    from clonus.adapters.formats.answers.agents import (
        AffinityLine,
        AgentLine,
        AgentsDocument,
        AgentsPart,
        CitedPart,
        FrequencyLine,
        LabelDoseLine,
        ReportLine,
    )

RANKS_NOTHING = (
    "The order ranks nothing. Frequencies are from labels and tables with different patients and comparators; two registries of reports "
    "disagree on which SSRI stands first for serotonin syndrome (FAERS: fluvoxamine; VigiBase: citalopram); constants of one target "
    "compare only within one assay and species."
)
_WIDTH = 110
_NAME = 14


def agents_in(format: str, sheets: Sequence[AgentSheet], catalogue: Catalogue, chart: str = "half_lives") -> str:
    """The sheets in a format: text, json or svg; `chart` says which drawing."""
    if format == "json":
        whole: AgentsDocument = {"schema_version": SCHEMA_VERSION, "clonus": about(catalogue), "agents": agents_document(sheets)}
        return to_json(whole)
    if format == "svg":
        from clonus.adapters.formats.charts import half_lives, washout

        return washout(sheets, catalogue) if chart == "washout" else half_lives(sheets)
    return "\n".join([*_lines(sheets, catalogue), "", *textwrap.wrap(RANKS_NOTHING, _WIDTH), "", footer(catalogue), ""])


def agents_document(sheets: Sequence[AgentSheet]) -> "AgentsPart":
    """The sheets as plain values, with the note that they rank nothing."""
    return {"note": RANKS_NOTHING, "sheets": [_document(sheet) for sheet in sheets]}


def _document(sheet: AgentSheet) -> "AgentLine":
    kinetics, profile = sheet.kinetics, sheet.profile
    return {
        "name": sheet.name,
        "serotonergic": sheet.strength,
        "half_lives": [
            {
                "name": one.name,
                "hours": None if one.low is None or one.high is None else [as_number(one.low), as_number(one.high)],
                **_cited(one),
            }
            for one in sheet.half_lives
        ],
        "steady_state_days": _pair(kinetics.steady_state_days) if kinetics and kinetics.steady_state_days else None,
        "peak_hours": _pair(kinetics.peak_hours) if kinetics and kinetics.peak_hours else None,
        "five_half_lives_days": _range(sheet.five_half_lives),
        "accumulation": _range(sheet.accumulation),
        "kinetics": {"says": kinetics.says, **_cited(kinetics)} if kinetics else None,
        "on_board_days": {"yes_below": as_number(sheet.on_board.low), "no_after": as_number(sheet.on_board.high)},
        "before_irreversible_maoi": {"days": as_number(sheet.wait[0]), "authority": sheet.wait[1]} if sheet.wait else None,
        "enzymes": [{"enzyme": e.enzyme, "role": e.role, "strength": e.strength or None, **_cited(e)} for e in profile.enzymes]
        if profile
        else [],
        "affinities": [_affinity(one) for one in profile.affinities] if profile else [],
        "frequencies": [_frequency(one) for one in profile.frequencies] if profile else [],
        "reports": [_report(one) for one in profile.reports] if profile else [],
        "doses": [_dose(one) for one in sheet.doses],
    }


def _affinity(one: Affinity) -> "AffinityLine":
    return {"target": one.target, "nanomolar": one.nanomolar, "measure": one.measure, "species": one.species, **_cited(one)}


def _frequency(one: Frequency) -> "FrequencyLine":
    return {
        "effect": one.effect,
        "says": one.says,
        "percent": _number(one.percent),
        "placebo": _number(one.placebo),
        **_cited(one),
    }


def _report(one: Report) -> "ReportLine":
    ends = None if one.low is None or one.high is None else [as_number(one.low), as_number(one.high)]
    return {
        "event": one.event,
        "odds_ratio": as_number(one.odds_ratio),
        "interval": ends,
        "comparator": one.comparator,
        "registry": one.registry,
        **_cited(one),
    }


def _dose(one: LabelDose) -> "LabelDoseLine":
    ages = None if one.least_age is None or one.most_age is None else [as_number(one.least_age), as_number(one.most_age)]
    return {
        "population": one.population,
        "ages": ages,
        "form": one.form or None,
        "start_mg": _number(one.start_mg),
        "step_mg": _number(one.step_mg),
        "interval_days": _number(one.interval_days),
        "maximum_mg": _number(one.maximum_mg),
        "authority": one.authority,
        "says": one.says,
        **_cited(one),
    }


def _lines(sheets: Sequence[AgentSheet], catalogue: Catalogue) -> Iterator[str]:
    """A section for each property, a paragraph for each agent."""
    for title, told in sections(catalogue):
        lines = [(sheet.name, told(sheet)) for sheet in sheets]
        yield from ("", title.upper())
        for name, words in lines:
            yield from textwrap.wrap(
                words or "no source found", _WIDTH, initial_indent=f"  {name:<{_NAME}} ", subsequent_indent=" " * (_NAME + 3)
            )


def sections(catalogue: Catalogue) -> Iterator[tuple[str, Callable[[AgentSheet], str]]]:
    """What agents are compared by: a heading, and what it says of one agent, empty where no source was found."""

    def cite(evidence: Iterable[Evidence]) -> str:
        shown = dict.fromkeys(short_citation(source, catalogue) for source in sources_of(evidence))
        return f" [{'; '.join(shown)}]" if shown else ""

    def told(parts: Iterable[Any], tell: Callable[[Any], str]) -> str:
        return ". ".join(f"{tell(one)}{cite(one.evidence)}" for one in parts)

    def of_profile(part: str, tell: Callable[[Any], str]) -> Callable[[AgentSheet], str]:
        return lambda sheet: told(getattr(sheet.profile, part) if sheet.profile else (), tell)

    yield "Half-life and active metabolites, hours", lambda sheet: told(sheet.half_lives, _hours)
    yield "Time to steady state", lambda sheet: _steady(sheet) + (cite(sheet.kinetics.evidence) if sheet.kinetics else "")
    yield "On board after the last dose, and wait before an irreversible MAO inhibitor", _on_board
    yield "Enzymes", of_profile("enzymes", _told_enzyme)
    yield "Affinities, nanomol per liter (smaller binds tighter)", of_profile("affinities", _told_affinity)
    yield "Frequencies by label and table", of_profile("frequencies", lambda one: f"{one.effect.replace('_', ' ')}: {one.says}")
    yield "Reporting odds ratios", of_profile("reports", _told_report)
    yield "Doses by label, mg a day (drafts: check against the label)", lambda sheet: told(sheet.doses, _told_dose)


def _told_enzyme(one: Enzyme) -> str:
    return f"{one.role} {one.enzyme}{f' ({one.strength})' if one.strength else ''}"


def _told_affinity(one: Affinity) -> str:
    return f"{one.target} {one.nanomolar} ({one.measure}, {one.species})"


def _hours(one: HalfLifeOf) -> str:
    return f"{one.name} not found" if one.low is None or one.high is None else f"{one.name} {_span(one.low, one.high)}"


def _steady(sheet: AgentSheet) -> str:
    published = sheet.kinetics.steady_state_days if sheet.kinetics else None
    parts = [f"published {_span(*published)} days"] if published else []
    if sheet.five_half_lives:
        parts.append(f"five half-lives of what stays longest take {_span(sheet.five_half_lives.low, sheet.five_half_lives.high)} days")
    if sheet.accumulation:
        parts.append(f"by half-life one dose a day adds up to {_span(sheet.accumulation.low, sheet.accumulation.high)} times a dose")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}. {sheet.kinetics.says if sheet.kinetics else ''}".strip(". ") + "." if said else ""


def _on_board(sheet: AgentSheet) -> str:
    wait = f"; before an irreversible MAO inhibitor {as_number(sheet.wait[0])} days ({sheet.wait[1]})" if sheet.wait else ""
    low, high = sheet.on_board.low, sheet.on_board.high
    return f"Yes below {tenths(low)} days, unknown between, no after {tenths(high)} days{wait}."


def _told_report(one: Report) -> str:
    interval = f" ({as_number(one.low)} to {as_number(one.high)})" if one.low is not None and one.high is not None else ""
    return f"{one.event} {as_number(one.odds_ratio)}{interval} against {one.comparator}, {one.registry}"


def _told_dose(one: LabelDose) -> str:
    parts = [
        f"start {as_number(one.start_mg)}" if one.start_mg is not None else "",
        f"steps of {as_number(one.step_mg)}" if one.step_mg is not None else "",
        f"at least {as_number(one.interval_days)} days apart" if one.interval_days is not None else "",
        f"at most {as_number(one.maximum_mg)}" if one.maximum_mg is not None else "",
    ]
    numbers = ", ".join(part for part in parts if part) or one.says.rstrip(".")
    form = f", {one.form}" if one.form else ""
    return f"{one.population[:1].upper()}{one.population[1:]}{form} ({one.authority}): {numbers}"


def _cited(one: Any) -> "CitedPart":  # noqa: ANN401
    return {"sources": list(sources_of(one.evidence))}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else as_number(value)


def _pair(pair: tuple[Fraction, Fraction]) -> list[float]:
    return [as_number(pair[0]), as_number(pair[1])]


def _range(one: Range | None) -> list[float] | None:
    return None if one is None else [as_number(one.low), as_number(one.high)]


def _span(low: Fraction, high: Fraction) -> str:
    return tenths(low) if tenths(low) == tenths(high) else f"{tenths(low)} to {tenths(high)}"
