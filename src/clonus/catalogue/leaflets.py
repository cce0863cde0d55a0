"""Reading the leaflet: every text in every language, every finding in plain words, every line cited."""

from collections.abc import Collection

from clonus.catalogue.entries import EntryReader, read_review
from clonus.catalogue.reader import Node
from clonus.catalogue.rules import RuleReader
from clonus.catalogue.shapes import Form
from clonus.domain.evidence import Status
from clonus.rules.criterion import StatedRule
from clonus.rules.handout import LANGUAGES, LeafletKnowledge, LeafletLine, Words
from clonus.rules.solve import Solver

FILE = "handout.yaml"
_PARTS = ("titles", "notes", "dose_words", "sections", "findings", "lines")
NOTES = (
    *("for_patient_of", "not_for_others", "bring_card", "no_findings", "takes", "held", "stopped", "later", "ask"),
    *("unknown_drug_list", "unnamed_drug"),
    *("card_title", "version", "clinic", "ambulance_number"),
)


def read_leaflet(document: Node, rules: RuleReader, findings: Collection[str]) -> LeafletKnowledge:
    """The knowledge of the leaflet; faults go where those of the rules go."""
    form = Form(document, "", {"review", *_PARTS}, rules.faults)
    form.require("review", *_PARTS)
    reader = EntryReader(read_review(form), rules.faults)
    titles = Form(form.nodes["titles"], "titles", LANGUAGES, rules.faults) if "titles" in form.nodes else form
    notes, sections, named = (_named(form, part, rules) for part in ("notes", "sections", "findings"))
    _complete(form, "notes", notes, NOTES)
    _complete(form, "findings", named, findings)
    lines = form.each("lines", lambda node, subject: _line(node, subject, reader, rules, sections))
    used = tuple(line for line in lines if line.review.status is not Status.WITHDRAWN)
    return LeafletKnowledge(
        {language: titles.text(language) for language in LANGUAGES}, notes, sections, named, used, frozenset(form.texts("dose_words"))
    )


def _named(form: Form, part: str, rules: RuleReader) -> dict[str, Words]:
    """Texts in every language, by id."""
    found: dict[str, Words] = {}
    for position, node in enumerate(form.items(part), start=1):
        inner = Form(node, f"{part}[{position}]", ("id", *LANGUAGES), rules.faults)
        inner.require("id", *LANGUAGES)
        found[inner.own_id(rules.places.setdefault(f"leaflet.{part}", {}))] = {language: inner.text(language) for language in LANGUAGES}
    return found


def _complete(form: Form, part: str, found: Collection[str], wanted: Collection[str]) -> None:
    missing = [id for id in wanted if id not in found]
    if missing and part in form.nodes:
        form.wrong(part, f"lack {', '.join(missing[:3])}: give each in {' and '.join(LANGUAGES)}.")
    for id in found:
        if id not in wanted:
            form.wrong(part, f"name `{id}`, which does not exist{form.nearest(id, wanted)}")


def _line(node: Node, subject: str, reader: EntryReader, rules: RuleReader, sections: Collection[str]) -> LeafletLine:
    form = reader.form(node, subject, "id", "section", "when", *LANGUAGES)
    form.require("id", "section", *LANGUAGES)
    form.names("section", sections)
    id, evidence, review = (
        form.own_id(rules.places.setdefault("leaflet", {})),
        form.each("evidence", reader.evidence),
        reader.review_of(form),
    )
    rule = None
    read = rules.vocabulary.read(form, "when") if "when" in form.nodes else None
    if read is not None:
        rule = StatedRule(id, form.text("en"), form.text("when"), read, Solver(read, rules.theory), evidence, review)
    return LeafletLine(id, form.text("section"), {language: form.text(language) for language in LANGUAGES}, rule, evidence, review)
