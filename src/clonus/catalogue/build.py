"""From the files of knowledge/ to one checked Catalogue: every entry read, every reference resolved, every rule compiled."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from clonus.catalogue.entries import BUILT_IN_SOURCES, EntryReader, read_review
from clonus.catalogue.names import NameIndex, NameIndexBuilder, read_rows, split_list
from clonus.catalogue.reader import Node, Scalar
from clonus.catalogue.rules import Axiom, RuleReader
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Fault, KnowledgeBroken, NotFound, Place, did_you_mean
from clonus.domain.evidence import Source, Status
from clonus.domain.findings import Finding, Measurement
from clonus.domain.substances import DrugClass, Substance
from clonus.rules.axioms import Theory
from clonus.rules.criterion import Criterion
from clonus.rules.facts import FactDefinition

CATALOGUE_VERSION = "2026.11"


@dataclass(frozen=True, slots=True)
class TourStop:
    """A published case that ships with the package: what it shows, what its authors concluded, and where."""

    shows: str
    published: str
    source: str
    case: Node


@dataclass(frozen=True)
class Catalogue:
    """All knowledge, loaded and checked, with its version and digest.

    Everything is read-only; `withdrawn` keeps entries that are explained still and never used.
    """

    version: str
    digest: str
    sources: Mapping[str, Source]
    findings: Mapping[str, Finding]
    measurements: Mapping[str, Measurement]
    substances: Mapping[str, Substance]
    classes: Mapping[str, DrugClass]
    names: NameIndex
    facts: tuple[FactDefinition, ...]
    axioms: tuple[Axiom, ...]
    theory: Theory
    criteria: Mapping[str, Criterion]
    withdrawn: Mapping[str, Any]
    tour: tuple[TourStop, ...] = ()
    places: Mapping[str, Place] | None = None

    @cached_property
    def members(self) -> Mapping[str, tuple[Substance, ...]]:
        """The substances of each class."""
        return {id: tuple(substance for substance in self.substances.values() if id in substance.classes) for id in self.classes}

    def criterion(self, id: str) -> Criterion:
        """A criterion by its id.

        Raises:
            NotFound: if there is none; the sentence names the nearest.
        """
        if id not in self.criteria:
            raise NotFound(Fault(Place(), f"no criterion is called `{id}`{did_you_mean(id, self.criteria) or '.'}"))
        return self.criteria[id]

    def source(self, id: str) -> Source:
        """A source by its id; built-in ones included."""
        return self.sources.get(id) or BUILT_IN_SOURCES[id]


class CatalogueBuilder:
    """Reads the documents of knowledge/ by their place and gathers every fault before it gives up.

    Args:
        documents: each YAML file's path below knowledge/, and its node.
        tables: each CSV file's path below knowledge/, and its text.
        digest: what identifies exactly these files.
    """

    def __init__(self, documents: Mapping[str, Node], tables: Mapping[str, str], digest: str):
        self.documents, self.tables, self.digest = documents, tables, digest
        self.faults: list[Fault] = []
        self.places: dict[str, Place] = {}
        self.withdrawn: dict[str, Any] = {}

    def build(self) -> Catalogue:
        """The catalogue.

        Raises:
            KnowledgeBroken: with every fault that was found.
        """
        sources = self._entries("sources", "sources", lambda reader: reader.source, "id")
        findings = self._entries("findings.yaml", "findings", lambda reader: reader.finding, "id")
        measurements = self._entries("measurements.yaml", "measurements", lambda reader: reader.measurement, "id")
        substances = self._entries("substances", "substances", lambda reader: reader.substance, "name")
        classes = self._entries("classes.yaml", "classes", lambda reader: reader.drug_class, "id")
        self._give_up_on_faults()
        rules = RuleReader(self.faults, findings, measurements)
        facts = rules.facts(self._lists("facts.yaml", "facts"))
        axioms = self._in_use({axiom.id: axiom for axiom in rules.axioms(self._lists("axioms.yaml", "axioms"), facts)})
        self._give_up_on_faults()
        theory = self._theory(facts, axioms.values())
        criteria = self._in_use(rules.criteria(self._lists("criteria", "criteria"), theory))
        self._check_substances(substances, classes)
        self._check_sources(criteria, sources)
        self._give_up_on_faults()
        return Catalogue(
            version=CATALOGUE_VERSION,
            digest=self.digest,
            sources=sources,
            findings=findings,
            measurements=measurements,
            substances=substances,
            classes=classes,
            names=self._names(substances, classes),
            facts=facts,
            axioms=tuple(axioms.values()),
            theory=theory,
            criteria=criteria,
            withdrawn=self.withdrawn,
            tour=self._tour(),
            places=self.places,
        )

    def _give_up_on_faults(self) -> None:
        if self.faults:
            raise KnowledgeBroken(self.faults)

    def _lists(self, where: str, key: str) -> Iterable[tuple[EntryReader, Node, str]]:
        """Every entry of the files at a place, with the reader that knows its file's review."""
        for path, document in self.documents.items():
            if path == where or PurePosixPath(path).parts[0] == where:
                form = Form(document, "", {"review", key}, self.faults)
                form.require("review", key)
                reader = EntryReader(read_review(form), self.faults)
                for position, node in enumerate(form.items(key), start=1):
                    yield reader, node, f"{key}[{position}]"

    def _entries(self, where: str, key: str, choose: Callable[[EntryReader], Any], id: str) -> dict[str, Any]:
        """The entries at a place by their id, each id once."""
        found: dict[str, Any] = {}
        for reader, node, subject in self._lists(where, key):
            entry = choose(reader)(node, subject)
            name = getattr(entry, id)
            if name in found:
                self.faults.append(Fault(node.place, f"`{name}` stands twice, first at {self.places[name]}: merge the two.", subject))
            found[name] = entry
            self.places[name] = node.place
        return found if key == "sources" else self._in_use(found)

    def _in_use(self, entries: Mapping[str, Any]) -> dict[str, Any]:
        """The entries that may be used; those that are withdrawn are set aside, to be explained still."""
        self.withdrawn.update({id: entry for id, entry in entries.items() if entry.review.status is Status.WITHDRAWN})
        return {id: entry for id, entry in entries.items() if id not in self.withdrawn}

    def _theory(self, facts: Iterable[FactDefinition], axioms: Iterable[Axiom]) -> Theory:
        """The axioms compiled; where they contradict one another no catalogue can be built."""
        try:
            return Theory([fact.id for fact in facts], [axiom.implication for axiom in axioms])
        except ValueError as error:
            raise KnowledgeBroken(Fault(Place("axioms.yaml"), f"{error}.")) from None

    def _check_sources(self, criteria: Mapping[str, Criterion], sources: Mapping[str, Source]) -> None:
        """Every source that an answer shows exists; the audit looks at the others."""
        for criterion in criteria.values():
            if criterion.source not in sources:
                sentence = (
                    f"`source` names `{criterion.source}`, which sources/ does not hold{did_you_mean(criterion.source, sources) or '.'}"
                )
                self.faults.append(Fault(Place("criteria"), sentence, criterion.id))

    def _check_substances(self, substances: Mapping[str, Substance], classes: Mapping[str, DrugClass]) -> None:
        """Every class that a substance names exists."""
        for substance in substances.values():
            for id in substance.classes:
                if id not in classes:
                    place = self.places[substance.name]
                    sentence = f"the class `{id}` is not in classes.yaml{did_you_mean(id, classes) or '.'}"
                    self.faults.append(Fault(place, sentence, substance.name))

    def _names(self, substances: Mapping[str, Substance], classes: Mapping[str, DrugClass]) -> NameIndex:
        index = NameIndexBuilder()
        for substance in substances.values():
            index.ingredient(substance.name, substance.rxcui, substance.also)
        for row in self._rows("names/ingredients.csv"):
            index.ingredient(row["name"], row["rxcui"], split_list(row["also"]))
        for drug_class in classes.values():
            index.drug_class(drug_class.id, (drug_class.name, drug_class.full_name or drug_class.name, *drug_class.also))
        index.brands(self._rows("names/brands.csv"))
        index.fillers = frozenset(row["word"] for row in self._rows("names/fillers.csv"))
        index.doubts = frozenset(row["word"] for row in self._rows("names/doubts.csv"))
        index.products = self.tables.get("names/products.csv", "")
        return index.build()

    def _rows(self, path: str) -> Iterable[dict[str, str]]:
        return read_rows(self.tables[path]) if path in self.tables else ()

    def _tour(self) -> tuple[TourStop, ...]:
        stops = []
        for _, node, subject in self._lists("tour.yaml", "tour"):
            form = Form(node, subject, {"case", "shows", "published", "source"}, self.faults)
            form.require("case", "shows", "published", "source")
            case = form.nodes.get("case", Scalar("", node.place))
            stops.append(TourStop(form.text("shows"), form.text("published"), form.text("source"), case))
        return tuple(stops)
