"""From the files of knowledge/ to one checked Catalogue: every entry read, every reference resolved, every rule compiled."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Any, TypeVar

from clonus.catalogue.agents import DOSES, KINETICS, PROFILES, TOO_FAST, read_dosing, read_kinetics, read_profiles
from clonus.catalogue.entries import EntryReader, read_review
from clonus.catalogue.facts import FactReader, compiled, thresholds_tied
from clonus.catalogue.leaflets import FILE as LEAFLET
from clonus.catalogue.leaflets import read_leaflet
from clonus.catalogue.names import NameIndex, NameIndexBuilder, SortedTable, meaning_of, read_rows, settlings
from clonus.catalogue.plans import PARTS, PlanReader
from clonus.catalogue.reader import Node, Scalar
from clonus.catalogue.rules import Axiom, RuleReader, read_axioms
from clonus.catalogue.screening import PARTS as SCREENING
from clonus.catalogue.screening import RISKS, read_risks, read_screening, words_of
from clonus.catalogue.shapes import Form
from clonus.catalogue.shelves import Catalogue, TourStop
from clonus.catalogue.switching import REMARKS, WASHOUTS, AgentWords, read_remarks, read_washouts
from clonus.catalogue.topics import PART as TOPICS
from clonus.catalogue.topics import read_topics
from clonus.domain.errors import Fault, KnowledgeBroken, Place, did_you_mean
from clonus.domain.evidence import Source, Status
from clonus.domain.findings import ExaminationPart, Finding, Measurement
from clonus.domain.substances import DrugClass, Substance
from clonus.rules.axioms import Listing, Theory
from clonus.rules.condition import Level
from clonus.rules.diagrams import TooMany, bits
from clonus.rules.facts import FactDefinition
from clonus.rules.plan import PlanKnowledge
from clonus.rules.screening import SHOWS_TOXICITY

_NEEDED = (
    *(
        "sources",
        "findings.yaml",
        "examination.yaml",
        "measurements.yaml",
        "substances",
        "classes.yaml",
        "facts.yaml",
        "axioms.yaml",
        "criteria",
    ),
    *("severity.yaml", "urgency.yaml", "conditions", "pitfalls.yaml", "properties.yaml", *PARTS.values(), LEAFLET, TOPICS),
    *(WASHOUTS, REMARKS, KINETICS, DOSES, TOO_FAST, PROFILES),
    *SCREENING,
)
_READ = (*_NEEDED, "tour.yaml")
READ_LATER = (LEAFLET, WASHOUTS, REMARKS, KINETICS, DOSES, TOO_FAST, PROFILES, *(part for part in SCREENING if part != RISKS))
Part = TypeVar("Part")
CATALOGUE_VERSION = "2026.11"


class CatalogueBuilder:
    """Reads the documents of knowledge/ by their place and gathers every fault before it gives up.

    Args:
        documents: each YAML file's path below knowledge/, and its node.
        tables: each CSV file's path below knowledge/, and its text.
        digest: what identifies exactly these files.
        listings: the sets of the rules of a catalogue that was built and checked of these very files before.
    """

    def __init__(
        self, documents: Mapping[str, Node], tables: Mapping[str, str], digest: str, listings: Mapping[str, Listing | None] | None = None
    ):
        self.documents, self.tables, self.digest = documents, tables, digest
        self.listings, self.checked = listings or {}, listings is not None
        self.faults: list[Fault] = []
        self.places: dict[str, Place] = {}
        self.withdrawn: dict[str, Any] = {}

    def build(self) -> Catalogue:
        """The catalogue.

        Raises:
            KnowledgeBroken: with every fault that was found.
        """
        shelves: dict[str, Any] = {
            "sources": self._entries("sources", "sources", lambda reader: reader.source, "id"),
            "findings": self._entries("findings.yaml", "findings", lambda reader: reader.finding, "id"),
            "measurements": self._entries("measurements.yaml", "measurements", lambda reader: reader.measurement, "id"),
            "substances": self._entries("substances", "substances", lambda reader: reader.substance, "name"),
            "classes": self._entries("classes.yaml", "classes", lambda reader: reader.drug_class, "id"),
        }
        self._check_parts()
        decides = self._deciding(**shelves)
        self._check_substances(shelves["substances"], shelves["classes"])
        examination = self._examination(shelves["findings"])
        names, tour = self._names(shelves["substances"], shelves["classes"]), self._tour()
        later = self._of_switching(shelves["substances"], shelves["classes"])
        later["read_screening"] = self._of_screening(shelves["substances"], shelves["classes"], shelves["sources"], decides["defined"])
        self._give_up_on_faults()
        return Catalogue(
            version=CATALOGUE_VERSION,
            digest=self.digest,
            names=names,
            named={row["name"]: row.get("source", "") for row in self._ingredients},
            withdrawn=self.withdrawn,
            tour=tour,
            examination=examination,
            **shelves,
            **decides,
            **later,
        )

    def _of_screening(
        self, substances: Mapping[str, Substance], classes: Iterable[str], sources: Mapping[str, Source], defined: Iterable[str]
    ) -> Callable[[], Any]:
        """How what screening decides with is read when it is asked for; what it cannot do without is missed at once."""
        if SHOWS_TOXICITY not in defined:
            sentence = f"`{SHOWS_TOXICITY}` is missing, which makes an order louder: define it by a rule."
            self.faults.append(Fault(Place("facts.yaml"), sentence))
        agents = (substances, classes, [row["name"] for row in self._ingredients], self.withdrawn)
        return self._later(lambda: read_screening(self._lists, words_of(*agents), self.faults, sources, self.checked))

    def _deciding(
        self,
        sources: Mapping[str, Source],
        findings: Mapping[str, Finding],
        measurements: Mapping[str, Measurement],
        substances: Mapping[str, Substance],
        classes: Mapping[str, DrugClass],
    ) -> dict[str, Any]:
        """All that decides: facts, axioms and everything made of rules, in the order in which one may use the other."""
        reader = FactReader(self.faults, findings, measurements, self._agents(substances, classes))
        facts = reader.facts(self._lists("facts.yaml", "facts"))
        self._give_up_on_faults()
        axioms = self._in_use({axiom.id: axiom for axiom in self._axioms(facts)})
        self._give_up_on_faults()
        theory = self._theory(facts, axioms.values())
        theory.kept = self.listings
        vocabulary = reader.vocabulary(facts)
        rules = RuleReader(self.faults, vocabulary, theory, sources, checked=self.checked)
        decides: dict[str, Any] = {
            "axioms": tuple(axioms.values()),
            "theory": theory,
            "criteria": self._in_use(rules.criteria(self._lists("criteria", "criteria"))),
            "severity": self._ladder(rules, "severity", "grades"),
        }
        self._give_up_on_faults()
        reader.check_groups(facts, vocabulary)
        decides |= {
            "conditions": self._in_use(rules.conditions(self._lists("conditions", "conditions"))),
            "urgency": self._ladder(rules, "urgency", "levels"),
            "pitfalls": self._in_use(rules.stated(self._lists("pitfalls.yaml", "pitfalls"), "pitfall")),
            "risk_factors": read_risks(self._lists(RISKS, "risk_factors"), rules),
        }
        self._give_up_on_faults()
        decides |= self._made_of_rules(decides, rules, self._agents(substances, classes), findings)
        decides["defined"] = reader.defined(vocabulary, theory)
        facts = reader.concluded(facts, vocabulary)
        self._give_up_on_faults()
        return {**decides, "facts": facts, "conclusions": compiled(facts, theory)}

    def _made_of_rules(
        self, decides: dict[str, Any], rules: RuleReader, agents: frozenset[str], findings: Mapping[str, Finding]
    ) -> dict[str, Any]:
        """What is made of rules over all that decides: plans, the leaflet, topics and properties."""
        reader = PlanReader(rules, agents, decides["conditions"])
        plan = reader.read(self._lists)
        self.withdrawn.update(reader.withdrawn)
        headings = _headings({**decides, "plan": plan}, findings)
        return {
            "plan": plan,
            "read_leaflet": self._later(lambda: read_leaflet(self.documents[LEAFLET], rules, findings)),
            "read_topics": self._later(lambda: read_topics(self._lists(TOPICS, "topics"), headings)),
            "properties": self._in_use(rules.properties(self._lists("properties.yaml", "properties"))),
        }

    def _of_switching(self, substances: Mapping[str, Substance], classes: Mapping[str, DrugClass]) -> dict[str, Any]:
        """What is read when somebody asks for it: how one agent follows another, and how agents differ."""
        agents = cache(lambda: AgentWords(substances, classes, self.withdrawn))
        return {
            "read_washouts": self._later(lambda: read_washouts(self._lists(WASHOUTS, "washouts"), agents())),
            "read_kinetics": self._later(lambda: read_kinetics(self._lists(KINETICS, "kinetics"), agents())),
            "read_dosing": self._later(lambda: read_dosing(self._lists(DOSES, "doses"), self._lists(TOO_FAST, "outcomes"), agents())),
            "read_profiles": self._later(lambda: read_profiles(self._lists(PROFILES, "profiles"), agents())),
            "read_switch_remarks": self._later(lambda: read_remarks(self._lists(REMARKS, "remarks"), agents())),
        }

    def _later(self, read: Callable[[], Part]) -> Callable[[], Part]:
        """A part that is read when it is first wanted; at once where nobody checked these files before, so that its faults are found."""
        kept = cache(read)
        if not self.checked:
            kept()
        return kept

    def _give_up_on_faults(self) -> None:
        if self.faults:
            raise KnowledgeBroken(self.faults)

    def _check_parts(self) -> None:
        """No file stands where nothing reads it; where the files are sound, every part that a catalogue needs is there."""
        found = {PurePosixPath(path).parts[0]: path for path in self.documents}
        for part, path in found.items():
            if part not in _READ:
                nearest = did_you_mean(part, _READ) or ": move it, or remove it."
                self.faults.append(Fault(Place(path), f"nothing reads this file{nearest}"))
        self._give_up_on_faults()
        self.faults += [Fault(Place(part), "this part of the knowledge is missing: put it back.") for part in _NEEDED if part not in found]
        self._give_up_on_faults()

    def _lists(self, where: str, key: str) -> Iterable[tuple[EntryReader, Node, str]]:
        """Every entry of the files at a place, with the reader that knows its file's review."""
        for path in self.documents:
            if path == where or PurePosixPath(path).parts[0] == where:
                form = Form(self.documents[path], "", {"review", key}, self.faults)
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
            if name and name in found:
                self.faults.append(Fault(node.place, f"`{name}` stands twice, first at {self.places[name]}: merge the two.", subject))
            found[name] = entry
            self.places[name] = node.place
        return found if key == "sources" else self._in_use(found)

    def _in_use(self, entries: Mapping[str, Any]) -> dict[str, Any]:
        """The entries that may be used; those that are withdrawn are set aside, to be explained still."""
        self.withdrawn.update({id: entry for id, entry in entries.items() if entry.review.status is Status.WITHDRAWN})
        return {id: entry for id, entry in entries.items() if entry.review.status is not Status.WITHDRAWN}

    def _agents(self, substances: Mapping[str, Substance], classes: Mapping[str, DrugClass]) -> frozenset[str]:
        """Every word by which a fact may name agents."""
        return frozenset({*substances, *classes, *self.withdrawn, *(row["name"] for row in self._ingredients)})

    def _axioms(self, facts: Iterable[FactDefinition]) -> list[Axiom]:
        return read_axioms(self._lists("axioms.yaml", "axioms"), [fact.id for fact in facts], {})

    def _ladder(self, rules: RuleReader, name: str, key: str) -> tuple[Level, ...]:
        """The levels in use of a ladder, the highest first."""
        levels = rules.ladder(self._lists(f"{name}.yaml", key), name)
        return tuple(self._in_use({level.id: level for level in levels}).values())

    def _theory(self, facts: Sequence[FactDefinition], axioms: Iterable[Axiom]) -> Theory:
        """The axioms compiled; where they contradict one another, or settle a fact for every patient, no catalogue can be built."""
        ids, kept, tied = [fact.id for fact in facts], list(axioms), thresholds_tied(facts)
        place = Place("axioms.yaml")
        try:
            theory = Theory(ids, [*(axiom.implication for axiom in kept), *tied])
        except TooMany:
            raise KnowledgeBroken(Fault(place, "an axiom has too many cases to be compiled: split it, or name a part as a fact.")) from None
        except ValueError:
            named = " or ".join(f"`{axiom.id}`" for axiom in kept if _agree(ids, [one for one in kept if one is not axiom]))
            remedy = f"correct {named}" if named else "correct them"
            raise KnowledgeBroken(Fault(place, f"the axioms contradict one another, so that no record satisfies all: {remedy}.")) from None
        for number in bits(theory.always[0] | theory.always[1]):
            value = "true" if theory.always[0] >> number & 1 else "false"
            self.faults.append(Fault(place, f"the axioms make `{ids[number]}` {value} in every record: correct the axiom that says so."))
        self._give_up_on_faults()
        return theory

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
        for row in self._ingredients:
            index.rxcuis.setdefault(row["name"], row["rxcui"])
        for drug_class in classes.values():
            index.drug_class(drug_class.id, (drug_class.name, drug_class.full_name or drug_class.name, *drug_class.also))
        words = list(self._rows("names/words.csv", "word", "kind", "value"))
        return NameIndex(
            own=index.own,
            rxcuis=index.rxcuis,
            table=SortedTable(self.tables.get("names/spellings.tsv", "").encode()),
            words={row["word"]: row["kind"] for row in words},
            often={row["word"]: Fraction(row["value"]) for row in words if row["kind"] == "frequency" and row["value"]},
            routes={row["word"]: row["value"] for row in words if row["kind"] in ("route", "form") and row["value"]},
            denials={row["word"]: row["kind"] for row in self._rows("names/denials.csv", "word", "kind")},
            abbreviations=settlings(self._rows("names/abbreviations.csv", "spelling", "means", "settled_by")),
            dictionary=SortedTable(self.tables.get("names/dictionary.tsv", "").encode()),
            ordinary=frozenset(row["word"] for row in self._rows("names/ordinary.csv", "word")),
            lookalikes=frozenset(frozenset((row["one"], row["other"])) for row in self._rows("names/lookalikes.csv", "one", "other")),
            atc={row["code"]: meaning_of(row["means"]) for row in self._rows("names/atc.csv", "code", "means")},
            unjudged={
                **{row["name"]: row["unjudged"] for row in self._ingredients if row["unjudged"]},
                **dict.fromkeys(self.withdrawn, "its entry here is withdrawn"),
            },
            provenance={row["id"]: row["says"] for row in self._rows("names/provenance.csv", "id", "says")},
            products=self.tables.get("names/products.csv", ""),
            ndc=self.tables.get("names/ndc.csv", ""),
        )

    @cached_property
    def _ingredients(self) -> list[dict[str, str]]:
        """The ingredients that are known by name."""
        return list(self._rows("names/ingredients.csv", "name", "rxcui", "source", "unjudged"))

    def _rows(self, path: str, *columns: str) -> Iterable[dict[str, str]]:
        """The rows of a table that have all columns; each other row is a fault."""
        for number, row in enumerate(read_rows(self.tables.get(path, "")), start=2):
            if None not in map(row.get, columns):
                yield row
            else:
                self.faults.append(
                    Fault(Place(path, number), f"this row has not the columns {', '.join(columns)}: correct it or the header.")
                )

    def _examination(self, findings: Mapping[str, Finding]) -> tuple[ExaminationPart, ...]:
        """The parts of the examination, in which every finding stands once."""
        parts = self._entries("examination.yaml", "examination", lambda reader: reader.examination_part, "id")
        stands: dict[str, str] = {}
        for part in parts.values():
            for id in part.findings:
                if id not in findings or id in stands:
                    why = f"stands in `{stands[id]}` already" if id in stands else f"is no finding{did_you_mean(id, findings) or ''}"
                    self.faults.append(Fault(self.places[part.id], f"`{id}` {why}: correct the list of findings.", part.id))
                stands[id] = part.id
        for id in (id for id in findings if id not in stands):
            self.faults.append(Fault(Place("examination.yaml"), f"`{id}` is examined nowhere: list it in a part of the examination."))
        return tuple(parts.values())

    def _tour(self) -> tuple[TourStop, ...]:
        stops = []
        for _, node, subject in self._lists("tour.yaml", "tour"):
            form = Form(node, subject, {"case", "shows", "published", "source"}, self.faults)
            form.require("case", "shows", "published", "source")
            case = form.nodes.get("case", Scalar("", node.place))
            stops.append(TourStop(form.text("shows"), form.text("published"), form.text("source"), case))
        return tuple(stops)


def _headings(decides: Mapping[str, Any], findings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every id that a topic may take a statement from, with the headings of its passages."""
    plan: PlanKnowledge = decides["plan"]
    named = [
        f"{kind}.{id}" for kind, ids in (("step", plan.steps), ("do_not", plan.do_not), ("pitfall", decides["pitfalls"])) for id in ids
    ]
    passages = {id: tuple(one.heading for one in condition.passages) for id, condition in decides["conditions"].items()}
    return {**dict.fromkeys((*findings, *decides["criteria"], *named), ()), **passages}


def _agree(facts: list[str], axioms: list[Axiom]) -> bool:
    try:
        Theory(facts, [axiom.implication for axiom in axioms])
    except ValueError:
        return False
    return True
