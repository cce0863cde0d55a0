"""What the templates are given: the words of the formats as filters, and what is the same on every page."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from clonus.adapters.formats import plan as plan_words
from clonus.adapters.formats import words
from clonus.adapters.formats.keys import METABOLIZERS, SETTINGS
from clonus.adapters.formats.switch import kinetic_lines
from clonus.adapters.formats.together import HEADINGS, of_tier
from clonus.adapters.web.case_form import PASTED
from clonus.catalogue.entries import HIDING
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Missing, OpenQuestion, Verdict, Weighed
from clonus.domain.findings import Finding
from clonus.domain.interactions import Raised, RiskAnswer, Tier
from clonus.domain.plan import STOPPING, MayGive, OfferedOption, Warning
from clonus.domain.truth import KnownFact, Truth
from clonus.rules.facts import ConditionFact
from clonus.version import __version__

NAV = (
    ("/", "Assess"),
    ("/screen", "Screen"),
    ("/switch", "Switch"),
    ("/agents", "Agents"),
    ("/library", "Library"),
)
_OBSERVED = (("present", "present"), ("absent", "absent"), ("", "not examined"), ("cannot_examine", "cannot"))
_SAME = {("true", "yes"), ("false", "no")}  # how a file may write what a form offers
_NO_DIRECTION = ("none", "unclear")
_BACKTICKS = re.compile(r"`([^`]*)`")
_FOLDER = files("clonus.adapters.web")


def environment(catalogue: Catalogue, key: str) -> Environment:
    """The templates with their filters; every text of somebody else's is escaped, and a name that is not given is an error.

    Args:
        catalogue: whose words they use.
        key: what a browser's own copy of a form is encrypted with, so that its disk never holds it in the open; it dies with the server.
    """
    templates = Environment(
        loader=PackageLoader("clonus.adapters.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {**_words(catalogue), **_parts(catalogue)}
    templates.globals |= {**_everywhere(catalogue), "cautions": _kept(templates), "key": key}
    return templates


def _words(catalogue: Catalogue) -> dict[str, Callable[..., object]]:
    """The filters that say a thing in words."""
    return {
        "spell": words.spell,
        "verdict": words.TRUTH_WORDS.__getitem__,
        "severity": words.severity_words,
        "change_words": words.change_words,
        "adds": _adds,
        "spoken": words.spoken,
        "understood": words.understood,
        "on_board": words.ON_BOARD.__getitem__,
        "shown": words.shown_as_given,
        "other_term": _other_term,
        "beyond_label": words.beyond_label,
        "kind": lambda kind: {"kinetic": "pharmacokinetic"}.get(kind, kind),
        "number": words.as_number,
        "home": partial(_home, catalogue=catalogue),
    }


def _parts(catalogue: Catalogue) -> dict[str, Callable[..., object]]:
    """The filters that choose or order parts of an answer or of a form."""
    return {
        "quoted": _quoted,
        "of_tier": lambda raised, tier: of_tier(raised, Tier(tier)),
        "risks": _risks,
        "stop_lines": plan_words.stop_lines,
        "contact": partial(plan_words.contact_line, others=""),
        "no_content": partial(plan_words.no_content_lines, catalogue=catalogue),
        "undosed": _undosed,
        "by_need": _by_need,
        "by_standing": _by_standing,
        "settling": _settling,
        "kinetic_lines": partial(kinetic_lines, catalogue=catalogue),
        "ticked": lambda value: str(value).lower() in ("yes", "true"),
        "any_of": lambda ids, fields: any(fields.get(f"finding.{id}") or fields.get(f"baseline.{id}") for id in ids),
        "any_group": lambda groups, fields: any(value and name.split(".")[0] in groups for name, value in fields.items()),
        "any_field": lambda names, fields: any(fields.get(name) for name in names),
    }


def _everywhere(catalogue: Catalogue) -> dict[str, object]:
    """What every template may name."""
    return {
        "catalogue": catalogue,
        "cite": _citing(catalogue),
        "facts": _telling(catalogue),
        "asked": _asking(catalogue),
        "version": __version__,
        "made": _made_of(_FOLDER.joinpath("static")),
        "nav": NAV,
        "here": "",
        "examples": catalogue.tour,
        "pasted": PASTED,
        "observed": _OBSERVED,
        "same": _SAME,
        "hiding": HIDING,
        "settings": [(one, words.spell(one)) for one in SETTINGS],
        "metabolizers": [(one, one) for one in METABOLIZERS if one != "unknown"],
        "conditions": sorted({fact.condition for fact in catalogue.facts if isinstance(fact, ConditionFact)}),
        "figures": _figures(),
        "stopping": STOPPING,
        "tiers": [(tier.value, heading) for tier, heading in HEADINGS.items()],
    }


def _kept(templates: Environment) -> Callable[[tuple[Warning, ...], tuple[MayGive, ...]], Markup]:
    """Writes what not to do and what may be given: sentences of the catalogue alone, so that what was written once is kept."""

    @lru_cache(256)
    def cautions(do_not: tuple[Warning, ...], may_give: tuple[MayGive, ...]) -> Markup:
        return Markup(templates.get_template("cautions.html").render(do_not=do_not, may_give=may_give))  # noqa: S704 - it escapes its texts

    return cautions


def _quoted(text: Markup) -> Markup:
    """A part of a page with quotation marks where a sentence has backticks around somebody's words."""
    return Markup(_BACKTICKS.sub("“\\1”", text))  # noqa: S704 - it was escaped before


def _citing(catalogue: Catalogue) -> Callable[[Iterable[str]], Markup]:
    """Makes the links to some sources; each set of them once."""

    def link(id: str) -> str:
        path, told = escape(id), escape(words.short_citation(id, catalogue))
        return f' <a class="cite" href="/library/source/{path}" target="_blank" rel="noopener">{told}</a>'

    @cache
    def together(sources: tuple[str, ...]) -> Markup:
        return Markup("".join(link(id) for id in dict.fromkeys(sources)))  # noqa: S704 - each part is escaped

    return lambda sources: together(tuple(sources))


def _telling(catalogue: Catalogue) -> Callable[[Iterable[KnownFact]], Markup]:
    """Says known facts, each in a frame of its own."""

    @cache
    def framed(fact: KnownFact) -> str:
        return f'<span class="fact">{escape(words.known(fact, catalogue))}</span>'

    def facts(known: Iterable[KnownFact]) -> Markup:
        return Markup('<span class="hide">, </span>'.join(map(framed, known)))  # noqa: S704 - each part is escaped

    return facts


def _asking(catalogue: Catalogue) -> Callable[[Iterable[Missing]], Markup]:
    """Says what was not examined, each a link to where it is entered."""

    @cache
    def link(subject: str) -> str:
        home, told = escape(_home(subject, catalogue)), escape(words.spell(subject))
        return f'<a class="fact" href="#{home}" data-to="{home}">{told}</a> '

    def asked(missing: Iterable[Missing]) -> Markup:
        return Markup("".join(link(one.subject) for one in missing))  # noqa: S704 - each part is escaped

    return asked


def static_files() -> Mapping[str, bytes]:
    """The style sheet, the script and the icon, by their names."""
    return {one.name: one.read_bytes() for one in _FOLDER.joinpath("static").iterdir() if one.is_file()}


def _made_of(folder: Traversable) -> str:
    """What identifies the static files, so that a browser never mixes those of two versions."""
    content = b"".join(one.read_bytes() for one in sorted(folder.iterdir(), key=lambda one: one.name) if one.is_file())
    return sha256(content).hexdigest()[:12]


def _figures() -> Mapping[str, Markup]:
    """The drawings of how to examine, by the finding that they belong to."""
    folder = _FOLDER.joinpath("figures")
    drawn = {one.name.removesuffix(".svg"): one.read_text(encoding="utf-8") for one in folder.iterdir()} if folder.is_dir() else {}
    return {finding: Markup(drawn[name]) for finding, name in _DRAWN.items() if name in drawn}  # noqa: S704 - files of this package


_DRAWN = {
    "inducible_clonus": "ankle_clonus",
    "ocular_clonus": "ocular_clonus",
    "hypertonia": "tone",
    "hyperreflexia": "reflexes",
    "spontaneous_clonus": "spontaneous_clonus",
    "tremor": "tremor",
}


def _adds(verdict: Verdict, catalogue: Catalogue) -> bool:
    """Whether a verdict says more than its heading does."""
    return verdict.says.rstrip(".") != catalogue.criteria[verdict.criterion].answers[verdict.truth].rstrip(".")


def _other_term(finding: Finding) -> str:
    """What the answer calls a finding, where the form has another word for it."""
    term, name = words.spell(finding.id), finding.name.lower()
    return "" if any(word in name for word in term.split()) else term


def _risks(raised: Raised) -> list[RiskAnswer]:
    return [one for one in raised.risk_factors if one.truth is Truth.YES and one.direction not in _NO_DIRECTION]


def _undosed(options: Iterable[OfferedOption]) -> Iterator[tuple[str, list[str]]]:
    """The options without a dose, by why there is none."""
    without: dict[str, list[str]] = {}
    for option in options:
        if option.dose is None:
            without.setdefault(option.no_dose or "Option", []).append(f"{option.agent} {option.route}".strip())
    yield from without.items()


def _by_need(given: Iterable[MayGive]) -> Iterator[tuple[str, list[list[MayGive]]]]:
    """For each need what comes first, what else or contested, and what to avoid."""
    needs: dict[str, list[list[MayGive]]] = {}
    columns = {"first": 0, "option": 1, "contested": 1, "avoid": 2}
    for one in given:
        needs.setdefault(one.need, [[], [], []])[columns[one.answer]].append(one)
    yield from needs.items()


def _settling(questions: Iterable[OpenQuestion], criterion: str) -> list[Missing]:
    """What is open for a criterion."""
    return [Missing(one.finding, one.how) for one in questions if criterion in one.settles]


def _by_standing(differential: Iterable[Weighed]) -> Mapping[str, list[Weighed]]:
    found: dict[str, list[Weighed]] = {}
    for one in differential:
        found.setdefault(one.standing, []).append(one)
    return found


def _home(subject: str, catalogue: Catalogue) -> str:
    """The field of the form where something is entered."""
    if subject in catalogue.findings:
        return f"sign.{subject}"
    if subject in catalogue.measurements:
        return f"{catalogue.measurements[subject].group}.{subject}"
    return {"medications": "paste", "onset": "onset", "other_causes": "other_causes"}.get(subject, "examination")
