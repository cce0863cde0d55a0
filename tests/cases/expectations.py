"""What `expect` means in the contract's examples, as far as this version builds it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

LEVELS = ("routine", "cannot_tell", "urgent", "emergency")


def differences(expect: dict[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    """Every way in which an answer is not what an example expects; keys of parts that are not built are left out."""
    verdicts = {verdict["criterion"]: verdict for verdict in answer["verdicts"]}
    for criterion, truths in expect.get("verdicts", {}).items():
        if verdicts[criterion]["truth"] not in _listed(truths):
            yield f"{criterion} is {verdicts[criterion]['truth']}, not {truths}"
    for criterion, facts in expect.get("because", {}).items():
        found = sorted(one["fact"] for one in verdicts[criterion]["because"])
        if found != sorted(facts):
            yield f"{criterion} because {found}, not {facts}"
    for criterion, ways in expect.get("would_change", {}).items():
        shown = sorted(sorted(way) for way in verdicts[criterion]["would_change"])
        if shown != sorted(sorted(way) for way in ways):
            yield f"{criterion} would change by {shown}, not {ways}"
    yield from _triage(expect, answer)
    yield from _plan(expect.get("plan", {}), answer)
    yield from _medications(expect, answer)
    yield from _questions(expect.get("open_questions", {}), answer)
    for key in ("as_of", "unscreened"):
        if key in expect and answer[key] != expect[key]:
            yield f"{key} is {answer[key]}, not {expect[key]}"


def _triage(expect: dict[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    if "urgency" in expect and not _is_as_urgent(expect["urgency"], answer["urgency"]):
        yield f"urgency is {answer['urgency']}, not {expect['urgency']}"
    if "severity" in expect:
        wanted, found = expect["severity"], answer["severity"]
        if wanted is None and found is not None:
            yield f"severity is {found['grade']}, not null"
        for key in wanted or {}:
            if found is None or found[key] not in _listed(wanted[key]):
                yield f"severity {key} is {found and found[key]}, not {wanted[key]}"
    standings = {one["condition"]: one["standing"] for one in answer["differential"]}
    for condition, wanted in expect.get("differential", {}).items():
        if standings.get(condition) not in _listed(wanted):
            yield f"{condition} is {standings.get(condition)}, not {wanted}"


def _plan(expect: dict[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    """Steps that must and must not be there, doses, and texts that a step must or must not mention."""
    for part in ("do", "do_not"):
        found = {one["step"]: one for one in answer["plan"][part]}
        for step in expect.get(f"{part}_has", []):
            if step not in found:
                yield f"{part} lacks {step}: {sorted(found)}"
        for step in expect.get(f"{part}_lacks", []):
            if step in found:
                yield f"{part} has {step}"
    steps = {one["step"]: one for one in answer["plan"]["do"]}
    if expect.get("no_dose"):
        yield from (f"{id} has the dose {one['dose']}" for id, one in steps.items() if "dose" in one)
    for key, wanted in (("mentions", True), ("mentions_not", False)):
        for id, texts in expect.get(key, {}).items():
            for text in texts:
                if (text in json.dumps(steps.get(id, {}), ensure_ascii=False)) is not wanted:
                    yield f"{id} {'does not mention' if wanted else 'mentions'} {text}"
    stopped = {one["agent"] for one in answer["plan"]["stop_list"]}
    yield from (
        f"the stop list lacks {name}: {sorted(map(str, stopped))}" for name in expect.get("stop_list_has", []) if name not in stopped
    )
    for pathway in expect.get("pathways_has", []):
        if pathway not in answer["plan"]["pathways"]:
            yield f"the pathways lack {pathway}: {answer['plan']['pathways']}"


def _is_as_urgent(wanted: object, found: str) -> bool:
    if not isinstance(wanted, dict):
        return found in _listed(wanted)
    rank = LEVELS.index(found)
    return LEVELS.index(wanted.get("min", LEVELS[0])) <= rank <= LEVELS.index(wanted.get("max", LEVELS[-1]))


def _medications(expect: dict[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    if expect.get("medications") == [] and answer["medications"]:
        yield f"medications are {answer['medications']}, not none"
    for wanted in expect.get("medications", []):
        found = [one for one in answer["medications"] if one["given"] == wanted.get("given", one["given"])]
        if not found:
            yield f"no answer for {wanted}"
        for key in ("status", "serotonergic", "on_board"):
            if key in wanted and not any(one[key] in _listed(wanted[key]) for one in found):
                yield f"{wanted.get('given')}: {key} is {[one[key] for one in found]}, not {wanted[key]}"
        names = {ingredient["name"] for one in found for ingredient in one["ingredients"]}
        if not set(wanted.get("ingredients_has", [])) <= names:
            yield f"{wanted.get('given')}: ingredients are {names}"


def _questions(expect: dict[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    asked = [question["finding"] for question in answer["open_questions"]]
    hunter = [question["finding"] for question in answer["open_questions"] if "hunter" in question["settles"]]
    if "first_one_of" in expect and (not hunter or hunter[0] not in expect["first_one_of"]):
        yield f"asks {hunter} first, not {expect['first_one_of']}"
    for finding in expect.get("must_not_ask", []):
        if finding in asked:
            yield f"asks for {finding}"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


HARMS = ("minor", "moderate", "major", "contraindicated")


def screening_differences(expect: dict[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    """Every way in which the answer of a screening is not what an example expects."""
    unknown = set(expect) - {"interactions", "regimen", "medications", "unscreened", "not_assessed", "same_as", "risk_factors"}
    yield from (f"the expectation {key} is not understood" for key in unknown)
    wanted = expect.get("interactions", {})
    for pair in wanted.get("has", []):
        yield from _lacking(pair, answer)
    if "interruptive" in wanted:
        found = [one["between"] for one in answer["interactions"] if one["tier"] == "interruptive"]
        found += [] if wanted["interruptive"] else [one["agents"] for one in answer["regimen"] if one["tier"] == "interruptive"]
        if bool(found) is not wanted["interruptive"]:
            yield f"interrupts: {found}, expected {wanted['interruptive']}"
    if "regimen" in expect:
        harms = [HARMS.index(one["severity"]) for one in answer["regimen"]]
        if max(harms, default=-1) < HARMS.index(expect["regimen"]["min_severity"]):
            yield f"regimen is {answer['regimen']}, not {expect['regimen']}"
    yield from _medications(expect, answer)
    if "unscreened" in expect and answer["unscreened"] != expect["unscreened"]:
        yield f"unscreened is {answer['unscreened']}, not {expect['unscreened']}"
    if expect.get("not_assessed") == "nonempty" and not answer["not_assessed"]:
        yield "not_assessed is empty"
    truths = {one["factor"]: one["truth"] for one in answer["risk_factors"]}
    for factor, truth in expect.get("risk_factors", {}).items():
        if truths.get(factor) != truth:
            yield f"{factor} is {truths.get(factor)}, not {truth}"


def _lacking(pair: dict[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    """How a pair that is expected is not there as it should be."""
    assert set(pair) <= {"between", "min_severity", "tier", "mentions", "kind"}, pair
    found = [one for one in answer["interactions"] if sorted(one["between"]) == sorted(pair["between"])]
    fitting = [
        one
        for one in found
        if HARMS.index(one["severity"]) >= HARMS.index(pair.get("min_severity", "minor"))
        and one["tier"] in _listed(pair.get("tier", one["tier"]))
        and one["kind"] in _listed(pair.get("kind", one["kind"]))
        and any(word.lower() in f"{one['says']} {one['do']} {one['instead']}".lower() for word in pair.get("mentions", [""]))
    ]
    if not fitting:
        yield f"lacks {pair}: {[(one['severity'], one['tier'], one['kind'], one['id']) for one in found]}"
