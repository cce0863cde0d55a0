"""A plan as lines for text and Markdown."""

from collections.abc import Iterable, Iterator

from clonus.adapters.formats.words import cited, known, marked, shown_as_given, spell
from clonus.catalogue.shelves import Catalogue
from clonus.domain.plan import STOPPING, MayGive, OfferedOption, Plan, Recommendation

_ANSWERS = {"first": "first", "option": "also", "contested": "contested", "avoid": "avoid"}
_ACTIONS = {
    "stop": "stop",
    "hold": "hold",
    "continue": "do not stop",
    "stopped": "already stopped, do not restart now",
    "restart": "was stopped: consider restarting",
    "replace": "replace",
    "substitute": "stop and substitute",
    "finish": "finish or stop",
}
_CALLED_FIRST = ("US", "GB", "CA", "AU")


def short_lines(plan: Plan) -> Iterator[tuple[str, str]]:
    """The steps for a terminal, each a heading and then what stands under it: doses, the drugs to stop, numbers to call."""
    for number, one in enumerate(plan.do, start=1):
        yield f"{number}. {one.name}.", ""
        yield from (("", line) for line in _short_options(one))
        if one.step in STOPPING:
            yield from (("", line) for line in stop_lines(plan))
        if one.step == "call_poison_center" and plan.contacts:
            yield "", contact_line(plan)
        yield from (("", f"caution: {remark.says}") for remark in one.remarks if remark.heading == "Caution")
        if one.step == "observe":
            yield from (("", f"{remark.heading}: {remark.says}") for remark in one.remarks if remark.heading != "Not for discharge")


def markdown_lines(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    """The whole plan: every step with its options, doses, remarks, reasons and sources."""
    pathways = ", ".join(catalogue.plan.pathways[id].name for id in plan.pathways)
    yield from ("### Plan", "", "Options with their basis, for a clinician to judge.", "")
    if pathways:
        yield from (f"Pathways: {pathways}.", "")
    for number, one in enumerate(plan.do, start=1):
        yield f"{number}. **{one.name}.** {one.says}{cited(one.sources, catalogue)}"
        if one.step in STOPPING:
            yield from (f"   - {marked(line)}" for line in stop_lines(plan))
        for option in one.options:
            yield from (f"   - {line}" for line in _option_lines(option, catalogue))
        if one.step == "call_poison_center" and plan.contacts:
            yield f"   - {contact_line(plan)}"
        yield from (f"   - {remark.heading}: {remark.says}{cited(remark.sources, catalogue)}" for remark in one.remarks)
        if one.because:
            yield f"   - Because: {', '.join(known(fact, catalogue) for fact in one.because)}."
    yield from ("", "### Do not", "")
    yield from (f"- **{one.name}.** {one.says}{cited(one.sources, catalogue)}" for one in plan.do_not)
    if plan.may_give:
        yield from ("", "### What may I give?", "")
        for given in plan.may_give:
            agents = f" {', '.join(given.agents)}" if given.agents else ""
            yield f"- **{spell(given.need)}, {_ANSWERS[given.answer]}**{agents}: {given.says}{cited(given.sources, catalogue)}"
    yield from ("", *no_content_lines(plan, catalogue))


def stop_lines(plan: Plan) -> Iterator[str]:
    """Each drug of the patient with what becomes of it."""
    for one in plan.stop_list:
        agent = f" ({one.agent})" if one.agent and one.agent.lower() not in one.given.lower() else ""
        yield f"{shown_as_given(one.given)}{agent}: {_ACTIONS[one.action]}.{f' {one.says}' if one.says else ''}"


def may_give_lines(given: Iterable[MayGive]) -> Iterator[str]:
    """One line for each need: what comes first, what else, what is contested, what to avoid."""
    needs: dict[str, dict[str, list[str]]] = {}
    for one in given:
        agents = needs.setdefault(one.need, {}).setdefault(one.answer, [])
        said = one.agents or (f"{one.says[:1].lower()}{one.says[1:]}",)
        agents.extend(agent for agent in said if agent not in agents)
    for need, answers in needs.items():
        parts = [f"{_ANSWERS[answer]} {', '.join(answers[answer]).rstrip('.')}" for answer in _ANSWERS if answer in answers]
        yield f"{spell(need)}: {'; '.join(parts)}."


def contact_line(plan: Plan, others: str = "; other countries: clonus explain poison_centers") -> str:
    """The number of the country, or those of a few and where the others stand, if the country was not said or is not held."""
    contacts, missing = plan.contacts, f"no number is held for {plan.no_contact_for}; " if plan.no_contact_for else ""
    if len(contacts) == 1:
        return f"{contacts[0].country}: {contacts[0].phone} ({contacts[0].says})."
    shown = [one for code in _CALLED_FIRST for one in contacts if one.code == code]
    numbers = "; ".join(f"{one.country} {one.phone}" for one in shown)
    return f"{missing}{numbers}{others}."


def no_content_lines(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    """The conditions that stand and for which there is no pathway, and how many doses were hidden."""
    if plan.no_reviewed_content:
        names = "; ".join(catalogue.conditions[id].name for id in plan.no_reviewed_content)
        yield f"No reviewed content yet on what to do for: {names}."
    if plan.hidden_doses:
        hidden = "1 dose is hidden" if plan.hidden_doses == 1 else f"{plan.hidden_doses} doses are hidden"
        yield f"{hidden}, because nobody here has signed what is hidden."


def _short_options(one: Recommendation) -> Iterator[str]:
    """Each option with its dose; those without one in a line for each reason."""
    checks: dict[str, None] = {}
    without: dict[str, list[str]] = {}
    for option in one.options:
        if option.no_dose:
            without.setdefault(option.no_dose, []).append(f"{option.agent} {option.route}")
        else:
            yield f"{option.agent} {option.route}" + (f": {option.dose.says} [{option.dose.review}]" if option.dose else "")
        checks.update(dict.fromkeys(option.check))
    for reason, options in without.items():
        yield f"{reason}: {', '.join(options)}"
    if checks:
        yield f"check first: {', '.join(checks)}"


def _option_lines(option: OfferedOption, catalogue: Catalogue) -> Iterator[str]:
    says = f" {option.says}" if option.says else ""
    if option.dose is None:
        missing = f" ({option.no_dose})" if option.no_dose else ""
        yield f"{option.agent} {option.route}{missing}.{says}{cited(option.sources, catalogue)}"
    else:
        dose = option.dose
        yield f"{option.agent} {option.route}: **{dose.says}** ({marked(dose.review)}).{says}{cited(dose.sources, catalogue)}"
        if dose.others:
            others = " ".join(f"{one.says}{cited(one.sources, catalogue)}" for one in dose.others)
            yield f"  <details><summary>other regimens</summary>{others} Why the one above: {dose.why}</details>"
    if option.check:
        yield f"  check first: {'; '.join(option.check)}"
