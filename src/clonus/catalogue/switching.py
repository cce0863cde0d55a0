"""Reading what is known of going from one agent to another: washouts, and what to know of a switch besides."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from clonus.catalogue.entries import EntryReader
from clonus.catalogue.reader import Node
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Fault, Place
from clonus.domain.evidence import Status
from clonus.domain.substances import Substance
from clonus.domain.switching import Method, SwitchRemark, Washout

WASHOUTS, REMARKS = "washouts.yaml", "switching.yaml"
_NOT = "not "
_KINDS = ("emergency", "guard", "watch")
Entries = Iterable[tuple[EntryReader, Node, str]]


class AgentWords:
    """The words by which entries name agents, each with the substances that it means; one that is withdrawn means none."""

    def __init__(self, substances: Mapping[str, Substance], classes: Iterable[str], withdrawn: Iterable[str] = ()):
        self.means = {**dict.fromkeys(withdrawn, frozenset[str]()), **{name: frozenset({name}) for name in substances}}
        self.moieties = {name: frozenset({name, *(one.name for one in it.metabolites)}) for name, it in substances.items()}
        for id in classes:
            self.means[id] = frozenset(substance.name for substance in substances.values() if id in substance.classes)

    def read(self, form: Form, key: str) -> tuple[tuple[str, ...], frozenset[str]]:
        """The words of a list and all that they mean, less those after `not`; a word that means nothing is a fault."""
        words, means = form.texts(key), set[str]()
        for word in sorted(words, key=lambda word: word.startswith(_NOT)):
            name = word.removeprefix(_NOT)
            if name not in self.means:
                form.wrong(key, f"names `{name}`, which is no substance and no class{form.nearest(name, self.means)}")
            elif word.startswith(_NOT):
                means -= self.means[name]
            else:
                means |= self.means[name]
        return words, frozenset(means)


def read_washouts(entries: Entries, agents: AgentWords) -> tuple[Washout, ...]:
    """All washouts in use; two that say the same of one pair of words for one authority are a fault."""
    found: dict[str, Washout] = {}
    for reader, node, subject in entries:
        washout = _washout(reader, node, subject, agents)
        if washout.name in found:
            reader.faults.append(Fault(node.place, f"{washout.name} stands twice: merge the two.", subject))
        found[washout.name] = washout
    return tuple(one for one in found.values() if one.review.status is not Status.WITHDRAWN)


def _washout(reader: EntryReader, node: Node, subject: str, agents: AgentWords) -> Washout:
    form = reader.form(node, subject, "from", "to", "days", "up_to", "authority", "method", "says", "set_by")
    form.require("from", "to", "days", "authority")
    (leaving, leaves), (starting, starts) = agents.read(form, "from"), agents.read(form, "to")
    days, up_to = form.number("days", 0, 400) or Fraction(0), form.number("up_to", 0, 400)
    if up_to is not None and up_to <= days:
        form.wrong("up_to", "should be more than `days`: correct one of them, or leave it out.")
    return Washout(
        leaving=leaving,
        starting=starting,
        days=days,
        up_to=up_to,
        authority=form.text("authority"),
        method=Method(form.choice("method", [method.value for method in Method]) or "washout"),
        says=form.text("says"),
        evidence=form.each("evidence", reader.evidence),
        review=reader.review_of(form),
        leaves=leaves,
        starts=starts,
        set_by_started=form.choice("set_by", ("left", "started")) == "started",
    )


def read_remarks(entries: Entries, agents: AgentWords) -> tuple[SwitchRemark, ...]:
    """All remarks in use, each id once."""
    places: dict[str, Place] = {}
    remarks = []
    for reader, node, subject in entries:
        form = reader.form(node, subject, "id", "kind", "from", "to", "says")
        form.require("id", "kind", "says")
        (leaving, leaves), (starting, starts) = agents.read(form, "from"), agents.read(form, "to")
        id, kind = form.own_id(places), form.choice("kind", _KINDS) or "watch"
        evidence, review = form.each("evidence", reader.evidence), reader.review_of(form)
        remarks.append(SwitchRemark(id, kind, leaving, starting, form.text("says"), evidence, review, leaves, starts))
    return tuple(one for one in remarks if one.review.status is not Status.WITHDRAWN)
