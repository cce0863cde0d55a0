"""The pages of switches and agents: the whole from-and-to table with its sources, written from the catalogue."""

from collections.abc import Iterator

import clonus
from clonus.adapters.formats.words import short_citation
from clonus.domain.evidence import Evidence, Grade
from clonus.domain.switching import Method, Washout
from clonus.services.agents import SSRIS
from clonus.services.switching import acting_of, rules_between

NAMED = (
    *SSRIS,
    *("venlafaxine", "desvenlafaxine", "duloxetine", "levomilnacipran", "milnacipran"),
    *("clomipramine", "imipramine", "amitriptyline", "nortriptyline"),
    *("phenelzine", "tranylcypromine", "isocarboxazid", "moclobemide", "linezolid", "methylene blue", "selegiline"),
    *("vortioxetine", "vilazodone", "mirtazapine", "bupropion", "buspirone", "trazodone"),
    *("tramadol", "meperidine", "dextromethorphan", "sumatriptan", "rizatriptan", "naratriptan"),
)
_MARKS = {
    Method.WASHOUT: "",
    Method.TAPER_THEN_WASHOUT: "t",
    Method.TAPER_THEN_START: "s",
    Method.DIRECT: "d",
    Method.CROSS_TAPER: "x",
    Method.NO_INTERVAL: "n",
}


def switches(catalogue: clonus.Catalogue) -> Iterator[str]:
    """The table of days, and every statement behind it."""
    yield from (
        "Days from the last dose of the agent on the left to the first dose of the agent above, by the rule that acts.",
        "`clonus switch` says the same with dates, with every other rule, and with what to watch for.",
        "",
        "t: taper and stop, then wait; s: taper and stop, start the next day; d: stop one, start the other the next day; x: cross-taper;",
        "n: no source asks for an interval, which is no statement about taking both; an empty cell: no source found, ask a specialist;",
        "e: where it saves a life it is given at once, by the emergency path.",
        "",
        f"| from \\ to | {' | '.join(NAMED)} |",
        f"|---|{'---|' * len(NAMED)}",
    )
    for leaving in NAMED:
        cells = ["–" if leaving == starting else _cell(leaving, starting, catalogue) for starting in NAMED]
        yield f"| **{leaving}** | {' | '.join(cells)} |"
    yield from ("", "## Statements", "", "| from | to | days | authority | how | sources |", "|---|---|---|---|---|---|")
    yield from (_row(one, catalogue) for one in catalogue.washouts)
    yield from ("", "## In an emergency, where the interval is a limit, and what to watch for", "")
    for remark in catalogue.switch_remarks:
        pair = f"{_words(remark.leaving)} to {_words(remark.starting)}"
        yield f"- **{remark.kind}**, {pair}: {remark.says} ({_cited(remark.evidence, catalogue)})"


def _cell(leaving: str, starting: str, catalogue: clonus.Catalogue) -> str:
    acting = acting_of(rules_between(leaving, starting, catalogue))
    emergencies = [one for one in catalogue.switch_remarks if one.kind == "emergency" and starting in one.starts]
    urgent = "e" if any(leaving in one.leaves or not one.leaving for one in emergencies) else ""
    return f"{_number(acting.washout)}{_MARKS[acting.washout.method]}{urgent}" if acting else urgent


def _number(washout: Washout) -> str:
    return f"{float(washout.days):g}" + (f"–{float(washout.up_to):g}" if washout.up_to is not None else "")


def _row(one: Washout, catalogue: clonus.Catalogue) -> str:
    how = one.method.value.replace("_", " ")
    says = f": {one.says}" if one.says else ""
    cells = (_words(one.leaving), _words(one.starting), _number(one), one.authority, f"{how}{says}", _cited(one.evidence, catalogue))
    return f"| {' | '.join(cells)} |"


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(words).replace("_", " ") or "any agent"


def _cited(evidence: tuple[Evidence, ...], catalogue: clonus.Catalogue) -> str:
    told = (f"{short_citation(one.source, catalogue)}{'' if one.grade is Grade.BACKGROUND else f', {one.grade.value}'}" for one in evidence)
    return "; ".join(dict.fromkeys(told))
