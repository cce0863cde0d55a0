"""Write the generated pages anew: everything in docs/reference, and the two drawings.

python docs/generate.py
"""

import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import clonus
from clonus.adapters.formats import charts, timeline
from clonus.adapters.formats.agents import agents_in
from clonus.adapters.formats.explanation import explanation
from clonus.adapters.formats.keys import CASE_KEYS, MEDICATION_KEYS, PATIENT_KEYS
from clonus.adapters.formats.pairs import combination_lines, risk_factor_lines
from clonus.adapters.formats.schema import DIALECT, PURPOSES, schema
from clonus.adapters.formats.words import spell
from clonus.adapters.web.api import SWITCH_KEYS
from clonus.adapters.web.openapi import openapi
from clonus.domain.truth import Truth
from clonus.interpreters.diagram import svg
from clonus.rules.facts import ConditionFact
from clonus.services.agents import sheets

sys.path.insert(0, str(Path(__file__).parent))
import switch_pages

DOCS = Path(__file__).parent
HEAD = "<!-- Written by docs/generate.py from the catalogue and the code: change those, then run `make docs`. -->\n"
BESIDE = ("venlafaxine", "duloxetine", "vortioxetine")
COMMANDS = ("assess", "screen", "switch", "agents", "explain", "handout", "evaluate", "prove", "audit", "schema", "serve", "tour")
HUNTER_SIGNS = (
    "spontaneous_clonus",
    "inducible_clonus",
    "ocular_clonus",
    "agitation",
    "diaphoresis",
    "tremor",
    "hyperreflexia",
    "hypertonia",
)
FOOT = "\n_Clonus"


def pages() -> dict[str, str]:
    """Every generated file by its path below docs/."""
    catalogue = clonus.open_catalogue()
    return {
        "reference/criteria.md": _page("Criteria", _criteria(catalogue)),
        "reference/triage.md": _page("Severity, urgency and pitfalls", _triage(catalogue)),
        "reference/conditions.md": _page("Conditions", _explained(catalogue.conditions, catalogue)),
        "reference/plans.md": _page("Plans", _plans(catalogue)),
        "reference/twitching-on-ssri.md": _page("The topic page", _topic(catalogue)),
        "reference/traceability.md": _page("Traceability", _traceability()),
        "reference/properties.md": _page("Properties", _properties(catalogue)),
        "reference/case-file.md": _page("The case file", _case_file(catalogue)),
        "reference/schemas.md": _page("Schemas", _schemas(catalogue)),
        "reference/interface.md": _page("The interface for programs", _interface(catalogue)),
        "reference/findings.md": _page("Findings", _explained(catalogue.findings, catalogue, "finding.")),
        "reference/measurements.md": _page("Measurements", _explained(catalogue.measurements, catalogue)),
        "reference/substances.md": _page("Substances", _substances(catalogue)),
        "reference/switches.md": _page("Switches", switch_pages.switches(catalogue)),
        "reference/interactions.md": _page("Drugs together", _interactions(catalogue)),
        "reference/risk-factors.md": _page("Risk factors", _risk_factors(catalogue)),
        "reference/agents.md": _page("Agents side by side", _agents(catalogue)),
        "half-lives.svg": charts.half_lives(sheets(BESIDE, catalogue)),
        "washout.svg": charts.washout(sheets(BESIDE, catalogue), catalogue),
        "timeline.svg": timeline.to_svg(clonus.timeline(clonus.read_case(DOCS / "examples" / "timeline.yaml", catalogue), catalogue)),
        "reference/facts.md": _page("Facts and axioms", _facts(catalogue)),
        "reference/sources.md": _page("Sources", _sources(catalogue)),
        "reference/command-line.md": _page("Command line", _commands()),
        "hunter.svg": svg(catalogue.criteria["hunter"], spell),
        "states.svg": states_svg(*count_states(catalogue)),
    }


def count_states(catalogue: clonus.Catalogue) -> tuple[int, int, int]:
    """How many of the 3^9 states of the Hunter findings, agent given, are met, not met and undetermined."""
    theory, solver = catalogue.theory, catalogue.criteria["hunter"].solver
    numbers = [theory.numbers[id] for id in (*HUNTER_SIGNS, "temperature_above_38_0")]
    agent = 1 << theory.numbers["serotonergic_agent"]
    counts = dict.fromkeys(Truth, 0)
    for values in itertools.product((True, False, None), repeat=9):
        true = sum(1 << number for number, value in zip(numbers, values, strict=True) if value is True)
        false = sum(1 << number for number, value in zip(numbers, values, strict=True) if value is False)
        counts[solver.truth(theory.close((agent | true, false)))] += 1
    return counts[Truth.YES], counts[Truth.NO], counts[Truth.UNKNOWN]


def states_svg(met: int, not_met: int, undetermined: int) -> str:
    """Two bars: what a checkbox calculator says of all states, and what Clonus says."""
    whole, width = met + not_met + undetermined, 700
    calculator = [(met, "#8a1c1c", "met"), (whole - met, "#5b6770", "“not met”")]
    ours = [(met, "#8a1c1c", "met"), (undetermined, "#b8860b", "undetermined"), (not_met, "#5b6770", "")]
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 212" width="740" height="212" role="img" '
        'font-family="system-ui, sans-serif">',
        f"<title>Of {whole:,} states of the Hunter findings {undetermined:,} are undetermined</title>",
        '<rect width="740" height="212" fill="#ffffff"/>',
    ]
    for top, label, parts in (
        (24, "A checkbox calculator: what was not examined counts as absent", calculator),
        (112, "Clonus: what was not examined is unknown", ours),
    ):
        lines.append(f'<text x="20" y="{top}" font-size="15" fill="#1b1b1b">{label}</text>')
        x = 20.0
        for count, color, name in parts:
            span = width * count / whole
            lines.append(f'<rect x="{x:.1f}" y="{top + 10}" width="{span:.1f}" height="44" fill="{color}"/>')
            if name:
                lines.append(f'<text x="{x + 10:.1f}" y="{top + 37}" font-size="14" fill="#ffffff">{count:,} {name}</text>')
            x += span
    lines.append(
        f'<text x="720" y="184" text-anchor="end" font-size="13" fill="#444444">{not_met:,} not met with the findings entered ↑</text>'
    )
    lines.append(
        '<text x="20" y="204" font-size="13" fill="#444444">'
        f"All {whole:,} states of the nine Hunter findings, on a serotonergic agent</text>"
    )
    return "\n".join([*lines, "</svg>"]) + "\n"


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([HEAD, f"# {title}", "", *lines]).rstrip() + "\n"


def _explained(ids: object, catalogue: clonus.Catalogue, kind: str = "") -> Iterator[str]:
    for id in ids:  # type: ignore[attr-defined]
        text = explanation(f"{kind}{id}", "markdown", catalogue).partition(FOOT)[0]
        yield from (
            line.replace("# ", f"## `{id}` ", 1) if line.startswith("# ") else line.replace("## ", "### ", 1) for line in text.splitlines()
        )
        yield ""


def _criteria(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("![The Hunter criteria as a drawing](../hunter.svg)", "")
    yield from _explained(catalogue.criteria, catalogue)


def _triage(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from _explained(("severity", "urgency"), catalogue)
    yield from ("## Pitfalls", "", "| pitfall | says | when |", "|---|---|---|")
    yield from (f"| `{rule.id}` | {rule.says} | `{rule.text}` |" for rule in catalogue.pitfalls.values())


def _plans(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("Each rule is applied to what is recorded; a step is proposed only where its rule is proved.", "")
    yield from _explained(catalogue.plan.pathways, catalogue)
    yield from _explained([f"step.{id}" for id in catalogue.plan.steps], catalogue)
    yield from _explained([f"do_not.{id}" for id in catalogue.plan.do_not], catalogue)
    yield from _explained((*catalogue.plan.stopping, "may_give", "poison_centers"), catalogue)


def _topic(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("`clonus explain twitching-on-ssri` writes it, as Markdown or HTML.", "")
    yield explanation("twitching-on-ssri", "markdown", catalogue).partition(FOOT)[0].replace("# ", "## ", 1)


def _traceability() -> Iterator[str]:
    """Every statement of the article that the product rewrites, with what carries it."""
    yield "Every statement of the article that the product began from: the article is a list of jobs and never a source."
    yield "The verdict is that of a check sentence by sentence; `lines` are those of the article, which is not kept here."
    yield from ("", "| n | lines | about | verdict | carried by | behavior | why ours differs |", "|---|---|---|---|---|---|---|")
    for one in yaml.safe_load((DOCS / "traceability.yaml").read_text(encoding="utf-8"))["statements"]:
        lines, carried = ", ".join(map(str, one["lines"])), ", ".join(f"`{id}`" for id in one["carried_by"])
        shown = (one["n"], lines, one["about"], one["verdict"], carried, ", ".join(one["behavior"]), one["differs"])
        yield f"| {' | '.join(cell.replace('|', '/') for cell in shown)} |"


def _properties(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("`clonus prove` proves each of them over all records.", "", "| property | over | says |", "|---|---|---|")
    yield from (f"| `{one.id}` | {spell(one.over.value)} | {one.says} |" for one in catalogue.properties.values())


def _case_file(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield "A case is one YAML or JSON document; several stand in a list under `cases`."
    yield "A key that is left out was not asked or not examined; [a first case](../tutorial/first-case.md) shows one."
    for heading, keys in (("A case", CASE_KEYS), ("`patient`", PATIENT_KEYS), ("An entry of `medications` or `proposed`", MEDICATION_KEYS)):
        yield from ("", f"## {heading}", "", "| key | holds |", "|---|---|", *(f"| `{key}` | {holds} |" for key, holds in keys.items()))
    conditions = sorted({fact.condition for fact in catalogue.facts if isinstance(fact, ConditionFact)})
    yield from ("", "Conditions that rules read: " + ", ".join(f"`{id}`" for id in conditions) + ".")
    for group in dict.fromkeys(one.group for one in catalogue.measurements.values()):
        yield from ("", f"## `{group}`", "", "| measurement | unit | also read in |", "|---|---|---|")
        for one in catalogue.measurements.values():
            if one.group == group:
                yield f"| `{one.id}` | {one.unit} | {', '.join(unit.name for unit in one.units)} |"
    yield from ("", "Findings are `present`, `absent` or `cannot_examine`: [the list](findings.md).")


def _schemas(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield f"What goes in and what comes out as JSON Schema 2020-12 (`{DIALECT}`)."
    yield "They are made from the code that reads and writes the documents, and every published case and its answers are held to them."
    yield "The number in the id is the `schema_version` of the documents."
    yield "It changes where a key is renamed or leaves, not where one is added."
    yield "An answer holds no key that its schema does not name, so whoever keeps a copy sees by it what was added."
    yield from ("", "| schema | what it is for | print it with | id |", "|---|---|---|---|")
    yield from (
        f"| {name} | {purpose} | `clonus schema {name}` | `{schema(name, catalogue)['$id']}` |" for name, purpose in PURPOSES.items()
    )
    yield from ("", "All but `case` need the library msgspec, which `clonus[web]` brings.")
    yield "The schema of a case accepts all that the reader accepts, so that what it refuses the reader refuses too."
    yield "Whether a text is a date, whether its unit is known and what contradicts itself the reader alone judges."
    yield "So a case that its schema accepts can still be refused, with the sentence that says why."
    yield "The body of an explanation is open, because its keys depend on what is explained."


def _interface(catalogue: clonus.Catalogue) -> Iterator[str]:
    described = openapi(catalogue, SWITCH_KEYS)
    yield "What `clonus serve` answers to programs, from its own description (`GET /api/v1/openapi.json`)."
    yield "[How to use it](../how-to/use-the-interface.md) stands on a page of its own."
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            yield from ("", f"## {method.upper()} {path}", "", told["summary"])
            if "requestBody" in told:
                [body] = told["requestBody"]["content"].values()
                yield f"The body is a {_of(body).lower()}."
            yield from ("", "| query or path | holds |", "|---|---|") if told["parameters"] else ()
            yield from (f"| `{one['name']}` | {one.get('description', 'what is asked for')} |" for one in told["parameters"])
            yield from ("", "| status | answer |", "|---|---|")
            for status, answer in sorted(told["responses"].items()):
                [(kind, content)] = answer["content"].items()
                yield f"| {status} | {answer['description']} `{kind}`{f', {_of(content).lower()}' if _of(content) else ''} |"


def _of(content: dict[str, Any]) -> str:
    """The name of the shape of a body."""
    return str(content["schema"].get("$ref", "")).rpartition("/")[2]


def _substances(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("Each entry in full, with its sources: `clonus explain NAME`.", "")
    yield "| name | RxNorm | classes | serotonergic | tier | half-life, hours | on board is no after, days |"
    yield "|---|---|---|---|---|---|---|"
    for one in sorted(catalogue.substances.values(), key=lambda substance: substance.name):
        hours = f"{float(one.half_life.low):g}–{float(one.half_life.high):g}" if one.half_life else ""
        label = float(catalogue.longest_waits.get(one.name, 0))
        fixed = (
            f"{float(one.window.no_from_days):g} (fixed)" if one.window else f"{label:g} (label), or 5 upper half-lives" if label else ""
        )
        yield f"| {one.name} | {one.rxcui} | {', '.join(one.classes)} | {one.strength.value} | {one.tier} | {hours} | {fixed} |"


def _interactions(catalogue: clonus.Catalogue) -> Iterator[str]:
    known = catalogue.screening
    yield from ("Every statement about agents together, as `clonus screen` reads it; `clonus explain ID` shows one.", "")
    yield from ("Of the statements of one kind about a pair, the one that speaks most closely of it is told.", "")
    for combination in known.combinations:
        lines = list(combination_lines(combination, catalogue))
        yield from (f"## {lines[0].removeprefix('# ')}", f"\n`{combination.id}`", *lines[1:], "")
    yield from (
        "## How loud",
        "",
        "The loudest rule that may hold gives the tier; a rule that lowers takes one step off where it surely holds.",
        "",
    )
    for loud in known.loudness:
        tier = loud.tier.value if loud.tier else "one step lower"
        yield f"- **{tier}**: {loud.rule.says} `{loud.rule.text}`"
    yield from ("", "## Regimens", "", "Judged by mechanism and number; no scores are added.", "")
    for mechanism in known.mechanisms.values():
        agents = f"at least {mechanism.agents}" if mechanism.agents else ", ".join(sorted(mechanism.means))
        yield f"- `{mechanism.id}`: {mechanism.name} ({agents})"
    yield ""
    for regimen in known.regimens:
        yield f"- **{regimen.harm.value}**: {regimen.rule.says} `{regimen.rule.text}` {regimen.do}"


def _risk_factors(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from (
        "What makes an outcome likelier, each tied to its own outcomes.",
        "They are never added up: no validated score exists.",
        "They change no severity and no loudness: they tell where to look closer.",
        "",
    )
    for factor in catalogue.risk_factors.values():
        lines = list(risk_factor_lines(factor, catalogue))
        yield from (f"## {lines[0].removeprefix('# ')}", f"\n`risk.{factor.id}`", *lines[1:], "")


def _agents(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("![Half-lives of parent and metabolites on one scale](../half-lives.svg)", "")
    yield from ("![What is left after the last dose, with the interval before an MAO inhibitor](../washout.svg)", "")
    yield from ("```text", agents_in("text", sheets(BESIDE, catalogue), catalogue).split("\nClonus")[0].strip(), "```")


def _facts(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("| fact | says |", "|---|---|", *(f"| `{fact.id}` | {fact.says} |" for fact in catalogue.facts), "")
    yield from ("## Names for rules", "", "| name | says | stands for |", "|---|---|---|")
    yield from (f"| `{fact.id}` | {fact.says} | `{fact.text}` |" for fact in catalogue.defined.values())
    yield ""
    yield from ("## Axioms", "", "| axiom | says |", "|---|---|")
    yield from (f"| `{axiom.text}` | {axiom.says} |" for axiom in catalogue.axioms)


def _sources(catalogue: clonus.Catalogue) -> Iterator[str]:
    yield from ("| id | work | seen as |", "|---|---|---|")
    for id in sorted(catalogue.sources):
        source = catalogue.sources[id]
        yield f"| {id} | {source.citation.replace('|', '/')} | {source.seen.replace('_', ' ')} |"


def _commands() -> Iterator[str]:
    os.environ["COLUMNS"] = "100"
    sys.path.insert(0, str(DOCS.parent))
    from tests.commands import run

    for command in COMMANDS:
        yield from (f"## clonus {command}", "", "```text", run(command, "--help").output.strip(), "```", "")


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
