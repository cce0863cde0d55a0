"""The answer to when one agent may follow another: dated, as JSON, text and Markdown."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from clonus.adapters.formats.document import SCHEMA_VERSION, about, to_json
from clonus.adapters.formats.last_dose import LastDose
from clonus.adapters.formats.moments import AsOf
from clonus.adapters.formats.words import as_number, footer, short_citation, spoken, tenths
from clonus.catalogue.shelves import Catalogue
from clonus.domain.evidence import Evidence, Grade, sources_of
from clonus.domain.switching import KineticEstimate, Method, Start, Switch, SwitchRemark, SwitchRule, Washout

if TYPE_CHECKING:
    from clonus.adapters.formats.answers.switch import ActingRule, KineticLine, SwitchDocument, SwitchRuleLine
    from clonus.adapters.formats.answers.words import GradeWord, NamedLine

METHOD_WORDS = {
    Method.WASHOUT: "stop, wait, then start",
    Method.TAPER_THEN_WASHOUT: "taper and stop, wait, then start",
    Method.TAPER_THEN_START: "taper and stop, then start",
    Method.DIRECT: "stop one, start the other the next day",
    Method.CROSS_TAPER: "cross-taper: lower one while the other is raised",
    Method.NO_INTERVAL: "no interval is asked for; whether to take both is another question",
}


def dated(answer: Switch, stopped: str | date | None, as_of: AsOf | None = None) -> Switch:
    """The answer with its sentences, and its dates where the last dose is known.

    Raises:
        InputRefused: if the last dose cannot be read.
    """
    last = None if stopped is None or stopped == "unknown" else LastDose.read(stopped, as_of)
    if last is not None:
        rules = {rule: replace(rule, start=Start(*last.plus(rule.washout.days))) for rule in answer.rules}
        answer = replace(
            answer,
            stopped=last.text,
            rules=tuple(rules.values()),
            acting=rules[answer.acting] if answer.acting else None,
            earliest_start=Start(*last.plus(answer.days)) if answer.days is not None and _is_dated(answer) else None,
        )
    also = f"Also on board by the case, or perhaps: {', '.join(answer.also_on_board)}. Each has an interval of its own."
    beside = (also,) if answer.also_on_board else ()
    return replace(answer, says=(*_sentences(answer, _today(answer, as_of)), *beside, *answer.read_as, *answer.unused))


def _is_dated(answer: Switch) -> bool:
    """Whether the rule that acts sets a day: a cross-taper and what asks for no interval set none."""
    return answer.acting is not None and answer.acting.washout.method not in (Method.CROSS_TAPER, Method.NO_INTERVAL)


def _today(answer: Switch, as_of: AsOf | None) -> str:
    """How the answer stands at the moment of assessment, where that is given."""
    start = answer.earliest_start
    if start is None or as_of is None:
        return ""
    earliest, latest = (date.fromisoformat(text[:10]) for text in (start.earliest, start.latest))
    day, exact, left = as_of.day.isoformat(), start.earliest == start.latest, (earliest - as_of.day).days
    if exact and left <= 0 and "T" in start.earliest:
        return f"On {spoken(as_of.text)}: {_this_hour(answer, start.earliest, as_of)}"
    if left > 0:
        return f"On {day}: NOT YET, {left} {'day' if left == 1 else 'days'} to go{'' if exact else ' at least'}."
    if as_of.day < latest:
        return f"On {day}: not known, since the last dose is known only in part; count as not yet until {latest.isoformat()}."
    if answer.days == 1 and as_of.day == latest:
        return f"On {day}: not known, since the hour of the last dose is not; count as not yet until 24 hours have surely passed."
    return f"On {day}: {_over(answer, as_of, '' if exact else ', whichever day of it the last dose was')}"


def _over(answer: Switch, as_of: AsOf, whichever: str = "") -> str:
    """That the interval has passed; never `over` while a longer statement still runs, or something else of the case may act."""
    longest = max((rule.washout.up_to or rule.washout.days for rule in answer.rules), default=Fraction(0))
    until = LastDose.read(answer.stopped, as_of).plus(longest)[1]
    hours = "T" in until and answer.days is not None and longest > answer.days
    if date.fromisoformat(until[:10]) > as_of.day - timedelta(days=hours):
        return f"the interval that acts has passed, and another below, of {in_days(longest)}, has not; a specialist decides."
    if answer.also_on_board:
        return "the interval of this agent has passed; others of the case may still act, so count as not yet."
    return f"the interval is over{whichever}."


def _this_hour(answer: Switch, earliest: str, as_of: AsOf) -> str:
    """How it stands against an hour; where either hour or zone is missing the next day decides."""
    reached, now = datetime.fromisoformat(earliest), as_of.time
    if now is None or (now.tzinfo is None) != (reached.tzinfo is None):
        over = as_of.day > reached.date() + timedelta(days=now is not None)
        return _over(answer, as_of) if over else "not known, since the hour or its zone is missing; count as not yet."
    return _over(answer, as_of) if now >= reached else f"NOT YET, until {spoken(earliest)}."


def switch_document(answer: Switch, catalogue: Catalogue) -> "SwitchDocument":
    """The answer in the contract's form."""
    start = answer.earliest_start
    return {
        "schema_version": SCHEMA_VERSION,
        "clonus": about(catalogue),
        "switch": {
            "from": _named(answer.leaving),
            "to": _named(answer.starting),
            "stopped": answer.stopped or None,
            "authority": answer.authority or None,
            "earliest_start": {"earliest": start.earliest, "latest": start.latest} if start else None,
            "acting": _acting(answer),
            "rules": [_rule(rule) for rule in answer.rules],
            "kinetic": _kinetic(answer.kinetics),
            "lengthened_by_kinetics": answer.lengthened,
            "says": " ".join(answer.says),
            "emergency": [_remark(one) for one in answer.emergency],
            "watch_for": [_remark(one) for one in answer.watch_for],
        },
    }


def to_text(answer: Switch, catalogue: Catalogue, format: str = "text") -> str:
    """The answer as text, Markdown or JSON."""
    if format == "json":
        return to_json(switch_document(answer, catalogue))
    heading = f"{_named(answer.leaving)} to {_named(answer.starting)}"
    lines = [f"# {heading}" if format == "markdown" else heading.upper(), "", *_prose(answer.says, format)]
    for title, told in (
        ("In an emergency", [_cited(one, catalogue) for one in answer.emergency]),
        ("Watch for", [_cited(one, catalogue) for one in answer.watch_for]),
        ("Kinetics, beside it", list(kinetic_lines(answer, catalogue))),
        ("What the sources say", list(_rule_lines(answer, catalogue))),
    ):
        if told:
            lines += ["", f"## {title}" if format == "markdown" else title, *([""] if format == "markdown" else [])]
            lines += [f"- {line}" for line in told]
    return "\n".join([*lines, "", f"_{footer(catalogue)}_" if format == "markdown" else footer(catalogue), ""])


def _prose(says: tuple[str, ...], format: str) -> Iterator[str]:
    for number, sentence in enumerate(says):
        yield f"**{sentence}**" if format == "markdown" and number == 0 else sentence


def _sentences(answer: Switch, today: str) -> Iterator[str]:
    """What the answer comes to, the first sentence first."""
    left, started = _named(answer.leaving), _named(answer.starting)
    if answer.emergency:
        yield f"If {started} is needed for a life-threatening condition, do not wait: take the emergency path below, now."
    if answer.acting is None or answer.days is None:
        yield f"No source was found for going from {left} to {started}: ask a specialist, such as a psychiatric pharmacist."
        if answer.guarded and not answer.emergency:
            yield "One of the two may inhibit monoamine oxidase or act like that: count them as not to be combined until then."
        return
    washout = answer.acting.washout
    lead = "For planned use: " if answer.emergency else ""
    yield f"{lead}{_when(answer, washout, answer.days)}"
    if today:
        yield today
    yield f"How: {METHOD_WORDS[washout.method]} ({washout.authority}).{f' {washout.says}' if washout.says else ''}"
    if answer.authority and washout.authority != answer.authority:
        yield f"{answer.authority} has no statement of its own on this pair here; the longest of the others is applied."
    others = sorted({f"{in_days(rule.washout.days)} ({rule.washout.authority})" for rule in answer.rules if _differs(rule, answer)})
    if others:
        yield f"Sources differ: {', '.join(others)}."
    longer = [rule.washout for rule in answer.rules if rule.beaten and rule.washout.days > answer.days]
    if longer:
        most = max(longer, key=lambda one: one.days)
        general = f"A more general statement ({most.authority}, {agents_of(most)}) asks for {in_days(most.days)}"
        yield f"{general}: a specialist decides whether it holds here."
    if washout.up_to is not None:
        yield f"{washout.authority} leaves {as_number(washout.days)} to {as_number(washout.up_to)} days open; the shorter end is shown."
    if answer.days == 1 and answer.earliest_start is not None and "T" not in answer.earliest_start.earliest:
        yield "Counted from a date, this can come to less than 24 hours: give the hour of the last dose."
    if answer.unanswered:
        missing = ", ".join(f"{one} to {other}" for one, other in answer.unanswered)
        yield f"No source was found for a part of the combination, {missing}: ask a specialist."
    if answer.lengthened:
        factors = " and ".join(dict.fromkeys(factor for one in answer.kinetics for factor in one.factors))
        yield f"Longer than the {in_days(washout.days)} of the rule because of {factors}: five half-lives take {in_days(answer.days)}."
    if all(one.grade is Grade.BACKGROUND for one in washout.evidence):
        yield "No source was opened for the rule that acts: it is background knowledge of a reviewer."


def _differs(rule: SwitchRule, answer: Switch) -> bool:
    return not rule.beaten and answer.acting is not None and rule.washout.days != answer.acting.washout.days


def _when(answer: Switch, washout: Washout, days: Fraction) -> str:
    left, started = _named(answer.leaving), _named(answer.starting)
    wait = f"{in_days(days)} after the last dose of {left}"
    if washout.method is Method.CROSS_TAPER:
        return f"{started} may be brought in while {left} is lowered, in a cross-taper, by {washout.authority}."
    if days == 0:
        return f"No source asks for an interval before {started} after {left}; that is no statement about taking both."
    strictly = "not before" if answer.guarded else "as a rule not before"
    if answer.earliest_start is None:
        return f"{started} {strictly} {wait}."
    start = answer.earliest_start
    if start.earliest == start.latest:
        return f"{started} {strictly} {spoken(start.earliest)}: {wait}."
    return (
        f"{started} {strictly} a day from {spoken(start.earliest)} to {spoken(start.latest)}, "
        f"since the last dose is known only in part: {wait}; "
        f"not before {spoken(start.latest)} unless the day is found out."
    )


def _acting(answer: Switch) -> "ActingRule | None":
    if answer.acting is None or answer.days is None:
        return None
    washout = answer.acting.washout
    if answer.lengthened:
        cited = [source for one in answer.kinetics for source in sources_of(one.evidence)]
        return {
            "authority": "kinetics",
            "days": as_number(answer.days),
            "source": cited[0] if cited else None,
            "method": washout.method.value,
        }
    return {
        "authority": washout.authority,
        "days": as_number(washout.days),
        "up_to": None if washout.up_to is None else as_number(washout.up_to),
        "source": answer.acting.source,
        "method": washout.method.value,
    }


def _rule(rule: SwitchRule) -> "SwitchRuleLine":
    washout = rule.washout
    return {
        "authority": washout.authority,
        "days": as_number(washout.days),
        "up_to": None if washout.up_to is None else as_number(washout.up_to),
        "earliest": rule.start.earliest if rule.start else None,
        "latest": rule.start.latest if rule.start else None,
        "source": rule.source,
        "sources": list(sources_of(washout.evidence)),
        "grade": _best(washout.evidence),
        "about": {"from": list(washout.leaving), "to": list(washout.starting)},
        "method": washout.method.value,
        "says": washout.says,
        "beaten": rule.beaten,
    }


def _best(evidence: Iterable[Evidence]) -> "GradeWord":
    """The best grade of some citations."""
    order = list(Grade)
    return min((one.grade for one in evidence), key=order.index, default=Grade.BACKGROUND).value


def _kinetic(kinetics: tuple[KineticEstimate, ...]) -> "KineticLine | None":
    if not kinetics:
        return None
    span = max((one.span for one in kinetics if one.span is not None), key=lambda span: span.central, default=None)
    return {
        "days": as_number(span.central, 2) if span else None,
        "low": as_number(span.low, 2) if span else None,
        "high": as_number(span.high, 2) if span else None,
        "assumes": "; ".join(estimate.assumes for estimate in kinetics),
        "factors": [factor for estimate in kinetics for factor in estimate.factors],
        "not_measured": [factor for estimate in kinetics for factor in estimate.unmeasured],
        "sources": list(dict.fromkeys(source for estimate in kinetics for source in sources_of(estimate.evidence))),
    }


def _remark(one: SwitchRemark) -> "NamedLine":
    return {"id": one.id, "says": one.says, "sources": list(sources_of(one.evidence))}


def _rule_lines(answer: Switch, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"{rule_words(rule, answer)} {_sources(rule.washout.evidence, catalogue)}" for rule in answer.rules)


def rule_words(rule: SwitchRule, answer: Switch) -> str:
    """A statement of an authority in a line: its days, whence they lead, whom it is about, and whether it acts."""
    washout = rule.washout
    acts = " [acts]" if answer.acting is rule else " [a more specific statement stands in its place]" if rule.beaten else ""
    return f"{washout.authority}: {reach(rule)} ({agents_of(washout)}; {METHOD_WORDS[washout.method]}){acts}"


def reach(rule: SwitchRule) -> str:
    """How long a statement asks to wait, and from when on that has passed: `14 days, so from 2026-11-15`."""
    washout, start = rule.washout, rule.start
    span = f"{in_days(washout.days)}{f' to {in_days(washout.up_to)}' if washout.up_to is not None else ''}"
    if start is None or washout.method in (Method.CROSS_TAPER, Method.NO_INTERVAL):
        return span
    return f"{span}, so from {spoken(start.earliest)}{f' to {spoken(start.latest)}' if start.latest != start.earliest else ''}"


def agents_of(washout: Washout) -> str:
    """The agents of a statement as words."""
    left, started = (", ".join(words).replace("_", " ") for words in (washout.leaving, washout.starting))
    return f"{left} to {started}"


def kinetic_lines(answer: Switch, catalogue: Catalogue) -> Iterator[str]:
    """The kinetic estimate of each agent that is left, and whether it lengthens the rule."""
    for one in answer.kinetics:
        words = kinetic_words(one, answer.lengthened)
        yield words if one.span is None else f"{words} {_sources(one.evidence, catalogue)}"


def kinetic_words(one: KineticEstimate, lengthened: bool) -> str:
    """A kinetic estimate in sentences; `lengthened` says whether one lengthens the rule here."""
    if one.span is None:
        return f"{one.assumes}."
    span = f"{tenths(one.span.central)} days ({tenths(one.span.low)} to {tenths(one.span.high)})"
    beside = f" Not multiplied with it: {' and '.join(one.besides)}." if one.besides else ""
    missing = f" No source gave a figure for {' or '.join(one.unmeasured)}." if one.unmeasured else ""
    role = "It lengthens the rule here." if lengthened and one.factors else "It stands beside the rule and never shortens it."
    hint = "" if one.factors or one.unmeasured else " Liver, phenotype, age and other drugs of the patient can lengthen it: give the case."
    return f"{span}: {one.assumes}. {role}{beside}{missing}{hint}"


def _cited(one: SwitchRemark, catalogue: Catalogue) -> str:
    return f"{one.says} {_sources(one.evidence, catalogue)}"


def _sources(evidence: Iterable[Evidence], catalogue: Catalogue) -> str:
    told = [f"{short_citation(one.source, catalogue)}{'' if one.grade is Grade.BACKGROUND else f', {one.grade.value}'}" for one in evidence]
    return f"[{'; '.join(dict.fromkeys(told))}]"


def _named(names: tuple[str, ...]) -> str:
    return " / ".join(names)


def in_days(days: Fraction) -> str:
    """A number of days in words."""
    return "1 day (24 hours)" if days == 1 else f"{as_number(days)} days"
