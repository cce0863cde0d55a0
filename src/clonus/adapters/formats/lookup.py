"""Which entry an id or a name means: bare, the first that is called so; after a kind, as in `condition.seizure`, the one of that kind."""

from collections.abc import Iterator, Mapping
from typing import Any

from clonus.adapters.formats.naming import Understood, understood
from clonus.adapters.formats.pairs import PairEntry
from clonus.adapters.formats.pairs import shelves as pair_shelves
from clonus.adapters.formats.reasons import Ladder, Named
from clonus.adapters.formats.steps import PlanEntry
from clonus.adapters.formats.steps import shelves as plan_shelves
from clonus.catalogue.entries import BUILT_IN_SOURCES
from clonus.catalogue.names import fold
from clonus.catalogue.reader import short
from clonus.catalogue.rules import Axiom
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, NotFound, Place, did_you_mean
from clonus.domain.evidence import Source
from clonus.domain.findings import Finding, Measurement
from clonus.domain.substances import DrugClass, Substance
from clonus.rules.condition import Condition
from clonus.rules.criterion import Criterion, StatedRule
from clonus.rules.facts import DefinedFact, FactDefinition
from clonus.rules.properties import Property
from clonus.rules.topic import Topic
from clonus.services.reconcile import no_entry

Fact = FactDefinition | DefinedFact
Judged = Criterion | Condition | Ladder | StatedRule | Axiom | Property
Entry = Understood | PlanEntry | PairEntry | Topic | Judged | Finding | Measurement | Fact | Substance | DrugClass | Named | Source
Shelf = Mapping[str, Any]
KINDS = {
    "criterion": "a criterion",
    "condition": "a condition",
    "ladder": "a ladder",
    "finding": "a finding",
    "measurement": "a measurement",
    "substance": "a substance",
    "class": "a drug class",
    "step": "a step",
    "do_not": "a warning",
    "pathway": "a pathway",
    "topic": "a topic",
    "fact": "a fact",
    "pitfall": "a pitfall",
    "axiom": "an axiom",
    "property": "a property",
    "combination": "a combination",
    "risk": "a risk factor",
    "mechanism": "a mechanism",
    "source": "a source",
}

_PREFIXED = ("step", "do_not", "risk")  # named so throughout the knowledge


class Lookup:
    """Every entry of a catalogue by its kind, and by its bare id.

    Args:
        catalogue: whose entries they are.
    """

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue
        plan, known = catalogue.plan, catalogue.screening
        self.of_kind: dict[str, Shelf] = {
            "criterion": catalogue.criteria,
            "condition": catalogue.conditions,
            "ladder": {"severity": Ladder.severity(catalogue), "urgency": Ladder.urgency(catalogue)},
            "finding": catalogue.findings,
            "measurement": catalogue.measurements,
            "substance": catalogue.substances,
            "class": catalogue.classes,
            "step": plan.steps,
            "do_not": plan.do_not,
            "pathway": plan.pathways,
            "topic": catalogue.topics,
            "fact": {**catalogue.defined, **{fact.id: fact for fact in catalogue.facts}},
            "pitfall": catalogue.pitfalls,
            "axiom": {axiom.id: axiom for axiom in catalogue.axioms},
            "property": catalogue.properties,
            "combination": {one.id: one for one in known.combinations},
            "risk": catalogue.risk_factors,
            "mechanism": known.mechanisms,
            "source": {**BUILT_IN_SOURCES, **catalogue.sources},
        }
        self.shelves: tuple[Shelf, ...] = (
            *(self.of_kind[kind] for kind in ("criterion", "condition", "ladder", "finding", "measurement", "substance", "class")),
            *(*plan_shelves(catalogue), catalogue.topics, self.of_kind["fact"], {rule.id: rule for rule in catalogue.stated_rules()}),
            *(self.of_kind["axiom"], catalogue.properties, *pair_shelves(catalogue), catalogue.withdrawn, self.of_kind["source"]),
        )

    def find(self, id: str) -> Entry:
        """The entry that an id or a name means; a substance by its synonyms and brands too.

        Raises:
            NotFound: if there is none.
        """
        entry = self.named(id)
        if entry is None:
            entry = self._looked_for_as(id) or self._understood(id.removeprefix("substance."))
        if entry is None:
            raise NotFound(Fault(Place(), f"nothing in the catalogue is called `{short(id)}`{self._instead(id)}"))
        return entry

    def named(self, id: str) -> Entry | None:
        """The entry that has this very id, with a kind before it or bare."""
        kind, name = self._parted(id)
        if kind:
            return self.of_kind[kind][name]  # type: ignore[no-any-return]
        bare = id if self.catalogue.names.of_name(id) else id.replace("-", "_")
        return next((shelf[bare] for shelf in self.shelves if bare in shelf), None)

    def address(self, kind: str, id: str) -> str:
        """The id by which this entry is found, and no other."""
        return id if kind not in _PREFIXED and self.named(id) is self.of_kind[kind][id] else f"{kind}.{id}"

    def namesakes(self, id: str, entry: Entry) -> Iterator[tuple[str, str]]:
        """The other entries that are called so, each with its kind in words and its id; a fact is that of its finding."""
        name = self._parted(id)[1] or id.replace("-", "_")
        for kind, words in KINDS.items():
            other = self.of_kind[kind].get(name)
            if kind != "fact" and other is not None and other is not entry:
                yield words, f"{kind}.{name}"

    def _parted(self, id: str) -> tuple[str, str]:
        """The kind that stands before an id, and the rest; empty where none does."""
        kind, _, rest = id.partition(".")
        return next(((kind, name) for name in (rest, rest.replace("-", "_")) if name in self.of_kind.get(kind, ())), ("", ""))

    def _looked_for_as(self, text: str) -> Entry | None:
        wanted = fold(text)
        known: tuple[Condition | Criterion, ...] = (*self.catalogue.conditions.values(), *self.catalogue.criteria.values())
        return next((one for one in known if wanted in map(fold, one.also)), None)

    def _understood(self, text: str) -> Understood | None:
        return None if text.partition(".")[0] in KINDS or no_entry(text) else understood(text, self.catalogue)

    def _instead(self, id: str) -> str:
        """What to ask for instead."""
        kind = id.partition(".")[0]
        known = [f"{kind}.{name}" for name in self.of_kind[kind]] if kind in KINDS else [key for shelf in self.shelves for key in shelf]
        return did_you_mean(id, known) or f". A kind may stand before an id, as in `condition.seizure`: {', '.join(KINDS)}."


def find(id: str, catalogue: Catalogue) -> Entry:
    """The entry of a catalogue that an id or a name means.

    Raises:
        NotFound: if there is none.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> catalogue = open_catalogue()
        >>> type(find("seizure", catalogue)).__name__, type(find("finding.seizure", catalogue)).__name__
        ('Condition', 'Finding')
    """
    return Lookup(catalogue).find(id)
