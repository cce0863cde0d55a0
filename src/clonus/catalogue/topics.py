"""Reading topic pages: each statement is cited by itself, or taken from an entry that exists."""

from collections.abc import Collection, Mapping

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Node
from clonus.catalogue.rules import Entries
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Place
from clonus.rules.topic import Topic, TopicSection, TopicStatement

PART = "topics"


def read_topics(entries: Entries, headings: Mapping[str, Collection[str]]) -> dict[str, Topic]:
    """All topic pages; `headings` holds every id that a statement may be taken from, with the headings that its passages have."""
    places: dict[str, Place] = {}
    topics = [_topic(reader, node, subject, headings, places) for reader, node, subject in entries]
    return {topic.id: topic for topic in topics}


def _topic(reader: EntryReader, node: Node, subject: str, headings: Mapping[str, Collection[str]], places: dict[str, Place]) -> Topic:
    form = Form(node, subject, ("id", "title", "says", "sections", "review"), reader.faults)
    form.require("id", "title", "says", "sections")

    def section(node: Node, subject: str) -> TopicSection:
        inner = Form(node, subject, ("id", "heading", "statements"), reader.faults)
        inner.require("id", "heading", "statements")
        statements = inner.each("statements", lambda node, subject: _statement(reader, node, subject, headings, places))
        return TopicSection(inner.text("id"), inner.text("heading"), statements)

    return Topic(form.own_id(places), form.text("title"), form.text("says"), form.each("sections", section), reader.review_of(form))


def _statement(
    reader: EntryReader, node: Node, subject: str, headings: Mapping[str, Collection[str]], places: dict[str, Place]
) -> TopicStatement:
    taken = "from" in getattr(node, "nodes", {})
    form = reader.form(node, subject, *(("from", "heading") if taken else ("id", "says")), evidence=not taken)
    form.require(*(("from",) if taken else ("id", "says")))
    if taken:
        form.names("from", headings)
        if form.text("heading") and form.text("from") in headings:
            form.names("heading", headings[form.text("from")])
    id = "" if taken else form.own_id(places)
    evidence = () if taken else form.each("evidence", reader.evidence)
    return TopicStatement(id, form.text("says"), form.text("from"), form.text("heading"), evidence, reader.review_of(form))
