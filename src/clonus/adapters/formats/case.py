"""Case files and mappings into patient records; every fault is one sentence with its place and its remedy."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from clonus.adapters.formats import keys
from clonus.adapters.formats.agreement import GROUPS, must_agree
from clonus.adapters.formats.digest import digest
from clonus.adapters.formats.keys import CASE_KEYS, MEDICATION_KEYS, METABOLIZERS, PATIENT_KEYS, SCHEMA_VERSION, SETTINGS
from clonus.adapters.formats.moments import ANY_TIME, AsOf, NeedsAsOf, NotAMoment, days_before, written_days_before
from clonus.adapters.formats.quantities import quantity
from clonus.catalogue.entries import HIDING
from clonus.catalogue.names import fold
from clonus.catalogue.reader import Fields, Items, Node, Scalar, from_python, read_file, short
from clonus.catalogue.shapes import Form, shown
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.findings import Observation
from clonus.domain.moments import DaysBefore
from clonus.domain.record import Examination, MedicationEntry, Patient, PatientRecord
from clonus.domain.truth import Truth
from clonus.services.patterns import DATE
from clonus.services.reconcile import no_entry

_ORDERED = ("dose", "daily_dose", "increased_from", "route", *keys.CODES)
_UNREAD = dict.fromkeys(keys.UNREAD, "")


@dataclass(frozen=True, slots=True)
class CasesRead:
    """The records of a document in its order, and the faults of each case that was refused, by its id or position."""

    records: tuple[PatientRecord, ...]
    refused: tuple[tuple[str, tuple[Fault, ...]], ...]


def read_cases(source: "str | Path | Mapping[str, object] | Node", catalogue: Catalogue, as_of: str | None = None) -> CasesRead:
    """Every case of a file, a mapping or a node.

    Args:
        source: a path, one case or `{"cases": [...]}` as a mapping, or a node that was read already.
        catalogue: which findings and measurements there are.
        as_of: the moment of assessment, in place of the cases' own.

    Raises:
        InputRefused: if the document as a whole cannot be read; single cases that are refused come back in `refused`.
    """
    node = _node(source)
    default = _given_moment(as_of)
    if isinstance(node, Fields) and "cases" in node.nodes:
        return _many(node, catalogue, default)
    try:
        return CasesRead((CaseReader(catalogue, default).read(node, ""),), ())
    except InputRefused as error:
        return CasesRead((), ((_id_of(node) or "the case", error.faults),))


def read_case(source: "str | Path | Mapping[str, object]", catalogue: Catalogue, as_of: str | None = None) -> PatientRecord:
    """The one case of a file or mapping.

    Raises:
        InputRefused: if it cannot be used, or holds several cases.
        Contradiction: if two statements of it cannot both be true.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> read_case({"medications": [{"name": "sertraline"}]}, open_catalogue()).medications[0].given
        'sertraline'
    """
    node = _node(source)
    if isinstance(node, Fields) and "cases" in node.nodes:
        read = read_cases(node, catalogue, as_of)
        if len(read.records) + len(read.refused) != 1:
            raise InputRefused(Fault(node.place, "this holds a list of cases, where one was expected: give one of them."))
        for _, faults in read.refused:
            raise InputRefused(faults)
        return read.records[0]
    return CaseReader(catalogue, _given_moment(as_of)).read(node, "")


def _node(source: "str | Path | Mapping[str, object] | Node") -> Node:
    if isinstance(source, (str, Path)):
        return read_file(Path(source))
    return from_python(source) if isinstance(source, Mapping) else source


def _given_moment(as_of: str | None) -> AsOf | None:
    if as_of is None:
        return None
    try:
        return AsOf.read(as_of)
    except NotAMoment as error:
        raise InputRefused(Fault(Place(), f"`as_of` is `{short(as_of)}`, {error}")) from None


def _many(node: Fields, catalogue: Catalogue, default: AsOf | None) -> CasesRead:
    faults: list[Fault] = []
    form = Form(node, "", keys.CASES_KEYS, faults, _UNREAD)
    _check_version(form)
    if default is None and "as_of" in form.nodes:
        default = _moment(form)
    items = form.items("cases")
    if not items and not faults:
        form.wrong("cases", "is empty: list at least one case.")
    if faults:
        raise InputRefused(faults)
    records, refused = [], []
    seen: dict[str, int] = {}
    for position, item in enumerate(items, start=1):
        try:
            record = CaseReader(catalogue, default, override="as_of" not in form.nodes).read(item, f"cases[{position}]")
            if record.id and record.id in seen:
                raise _same_id(item, record.id, seen[record.id], position)
            seen[record.id] = position
            records.append(record)
        except InputRefused as error:
            refused.append((_id_of(item) or f"cases[{position}]", error.faults))
    return CasesRead(tuple(records), tuple(refused))


def _same_id(item: Node, id: str, first: int, position: int) -> InputRefused:
    place = item.nodes["id"].place if isinstance(item, Fields) else item.place
    return InputRefused(
        Fault(place, f"`id` is `{short(id)}`, which cases[{first}] has already: give each case its own.", f"cases[{position}]")
    )


def _id_of(node: Node) -> str:
    found = node.nodes.get("id") if isinstance(node, Fields) else None
    return found.text if isinstance(found, Scalar) else ""


def _check_version(form: Form) -> None:
    form.choice("schema_version", (SCHEMA_VERSION,), f"{SCHEMA_VERSION}, the one that this version of Clonus reads")


def _moment(form: Form) -> AsOf | None:
    text = form.text("as_of")
    if not text:
        return None
    try:
        return AsOf.read(text)
    except NotAMoment as error:
        form.wrong("as_of", f"is `{short(text)}`, {error}")
        return None


class CaseReader:
    """Reads one case; its faults are gathered, and raised together."""

    def __init__(self, catalogue: Catalogue, as_of: AsOf | None, override: bool = True):
        self.catalogue, self.given, self.override = catalogue, as_of, override
        self.as_of: AsOf | None = None
        self.as_of_is_wrong, self.month_first = False, False
        self.faults: list[Fault] = []
        self.homes = _homes(catalogue)

    def read(self, node: Node, subject: str) -> PatientRecord:
        """The record of a case.

        Raises:
            InputRefused: with every fault that was found.
        """
        if not isinstance(node, Fields):
            raise InputRefused(_no_case(node, subject))
        form = self._form(node, subject, CASE_KEYS, _UNREAD)
        _check_version(form)
        own = _moment(form)
        self.as_of_is_wrong = own is None and "as_of" in form.nodes
        self.as_of = self.given if self.given is not None and (self.override or own is None) else own
        self.month_first = form.text("country").upper() == "US"
        record = self._record(form)
        if self.faults:
            raise InputRefused(sorted(self.faults, key=lambda fault: (fault.place.line, fault.place.column)))
        must_agree(record, form, self.catalogue)
        return replace(record, digest=digest(record))

    def _form(self, node: Node, subject: str, known: Collection[str], unread: Mapping[str, str] = MappingProxyType({})) -> Form:
        return Form(node, subject, known, self.faults, {**self.homes, **unread} if unread else self.homes)

    def _record(self, form: Form) -> PatientRecord:
        return PatientRecord(
            id=form.text("id"),
            as_of=self.as_of.text if self.as_of else None,
            patient=self._patient(form),
            medications=form.each("medications", self._medication) if "medications" in form.nodes else None,
            proposed=form.each("proposed", self._order),
            tolerated=form.each("tolerated", self._pair),
            setting=form.choice("setting", SETTINGS) or "",
            country=self._country(form),
            monitored=self._monitored(form),
            onset=self._when(form, "onset"),
            hours_from_trigger_to_onset=_limited(form, "hours_from_trigger_to_onset"),
            other_causes_considered=self._other_causes(form),
            baseline=form.members("baseline", self.catalogue.findings, "a finding"),
            examined_under=form.members("examined_under", HIDING, f"one of {', '.join(HIDING)}"),
            current=self._examination(form),
            earlier=form.each("examinations", self._earlier),
            unanswered=tuple(self._unanswered(form)),
        )

    @staticmethod
    def _monitored(form: Form) -> tuple[str, ...]:
        names = form.texts("monitored")
        if why := next(filter(None, map(no_entry, names)), ""):
            form.wrong("monitored", f"names what {why}")
        return names

    @staticmethod
    def _country(form: Form) -> str:
        code = keys.country_code(form.text("country"))
        if code is None:
            form.wrong("country", f"is `{short(form.text('country'))}`, which is no code of a country: write two letters, such as US.")
        return code or ""

    def _patient(self, form: Form) -> Patient:
        node = form.nodes.get("patient")
        if node is None:
            return Patient()
        inner = self._form(node, _under(form, "patient"), PATIENT_KEYS)
        pregnant = inner.choice("pregnant", keys.PREGNANT, "yes, no or unknown")
        return Patient(
            age=_limited(inner, "age"),
            sex=inner.choice("sex", keys.SEXES) or "",
            weight=_limited(inner, "weight"),
            pregnant=_TRUTHS.get(pregnant or "unknown", Truth.UNKNOWN),
            gestation_weeks=_limited(inner, "gestation_weeks"),
            postpartum_days=_limited(inner, "postpartum_days"),
            conditions=inner.texts("conditions"),
            history=inner.texts("history"),
            cyp2d6=inner.choice("cyp2d6", METABOLIZERS) or "",
            cyp2c19=inner.choice("cyp2c19", METABOLIZERS) or "",
        )

    def _medication(self, node: Node, subject: str) -> MedicationEntry:
        if isinstance(node, Scalar):
            found = "empty" if node.empty else "a text alone"
            self.faults.append(Fault(node.place, f"this entry is {found}: write it as `name: ...`, or remove it.", subject))
            return MedicationEntry(node.text)
        form = self._form(node, subject, MEDICATION_KEYS)
        systems = [system for system in keys.CODES if system in form.nodes]
        if not systems and "name" not in form.nodes and isinstance(node, Fields):
            form.fault(form.place, "`name` is missing: give a name, or a code as `rxcui`, `atc` or `ndc`.")
        given = form.text("name")
        if "name" in form.nodes and isinstance(form.nodes["name"], Scalar) and not given.strip():
            form.wrong("name", "is empty: give a name, or remove the entry.")
        if self._refuses(form, "name", *_ORDERED):
            return MedicationEntry("")
        asserted = form.choice("serotonergic", ("none",), "none, the one thing that can be asserted, or left out")
        started, increased = self._when(form, "started"), self._when(form, "increased")
        undated = isinstance(form.nodes.get("stopped"), Scalar) and form.text("stopped") == "unknown"
        stopped = None if undated else self._when(form, "stopped")
        self._in_order(form, "started", started, "stopped", stopped)
        self._in_order(form, "started", started, "increased", increased)
        system = systems[0] if systems else ""
        return MedicationEntry(
            given=given or (f"{system} {form.text(system)}" if system else ""),
            code_system=system,
            code=form.text(system) if system else "",
            dose=form.text("daily_dose") or form.text("dose"),
            route=form.text("route"),
            started=started,
            increased=increased,
            stopped=stopped,
            stopped_undated=undated,
            overdose=form.flag("overdose") or False,
            prn=form.flag("prn") or False,
            asserted_none=asserted == "none",
            moments=self._moments(given),
            dose_is_daily=bool(form.text("daily_dose")),
            increased_from=form.text("increased_from"),
        )

    @staticmethod
    def _refuses(form: Form, *written: str) -> bool:
        """Whether one of some texts cannot stand in an entry, which is noted."""
        wrong = {key: why for key in written if (why := no_entry(form.text(key)))}
        for key, why in wrong.items():
            form.wrong(key, why)
        return bool(wrong)

    def _order(self, node: Node, subject: str) -> MedicationEntry:
        """An entry that is proposed: an order that is over already is a slip."""
        order = self._medication(node, subject)
        if order.stopped is not None and order.stopped.least > 0:
            sentence = "this order is proposed, and `stopped` lies in the past: leave that out, or list it under `medications`."
            self.faults.append(Fault(node.place, sentence, subject))
        return order

    def _moments(self, text: str) -> dict[str, DaysBefore]:
        """The dates that stand in the text of an entry."""
        found = {written: written_days_before(written, self.as_of, self.month_first) for written in DATE.findall(fold(text))}
        return {written: when for written, when in found.items() if when is not None}

    def _in_order(self, form: Form, first: str, one: DaysBefore | None, second: str, other: DaysBefore | None) -> None:
        if one is not None and other is not None and one.most < other.least:
            line = form.nodes[first].place.line
            where = f" (line {line})" if line else ""
            form.wrong(second, f"lies before `{first}`{where}: correct one of the two.")

    def _pair(self, node: Node, subject: str) -> tuple[str, ...] | None:
        items = node.nodes if isinstance(node, Items) else ()
        names = tuple(item.text for item in items if isinstance(item, Scalar) and not item.empty)
        if len(names) != 2 or len(items) != 2:
            self.faults.append(Fault(node.place, "should be a pair of names, such as [sertraline, trazodone].", subject))
            return None
        if why := next(filter(None, map(no_entry, names)), ""):
            self.faults.append(Fault(node.place, f"a name of this pair {why}", subject))
        return names

    def _when(self, form: Form, key: str) -> DaysBefore | None:
        node = form.nodes.get(key)
        if not isinstance(node, Scalar):
            if node is not None:
                form.wrong(key, "should be one moment, and is a list or a mapping: write the moment after the colon.")
            return None
        if node.text.strip() == "unknown":
            return ANY_TIME if key == "increased" else None
        try:
            return days_before(node, self.as_of)
        except NotAMoment as error:
            if not (isinstance(error, NeedsAsOf) and self.as_of_is_wrong):
                form.wrong(key, f"is {shown(node)}, {error}")
            return None

    def _other_causes(self, form: Form) -> Truth:
        word = form.choice("other_causes", keys.OTHER_CAUSES)
        return Truth.UNKNOWN if word is None else Truth.of(word == "considered")

    def _examination(self, form: Form) -> Examination:
        measured = {id: value for group in GROUPS[1:] for id, value in self._measurements(form, group)}
        return Examination(findings=self._findings(form), measurements=measured)

    def _earlier(self, node: Node, subject: str) -> Examination:
        form = self._form(node, subject, keys.EXAMINATION_KEYS, dict.fromkeys(keys.EXAMINATION_UNREAD, ""))
        at = self._when(form, "at")
        if at is not None and at.surely_after_now:
            form.wrong("at", "lies after `as_of`: an earlier examination comes before the current one.")
        return replace(self._examination(form), at=at)

    def _unanswered(self, form: Form) -> Iterator[str]:
        """The findings that stand there without a value, as in `{tremor, hyperreflexia}`; they say nothing."""
        node = form.nodes.get("findings")
        if isinstance(node, Fields):
            yield from (key for key, value in node.nodes.items() if isinstance(value, Scalar) and value.empty)

    def _findings(self, form: Form) -> dict[str, Observation]:
        node = form.nodes.get("findings")
        if node is None:
            return {}
        inner = self._form(node, _under(form, "findings"), self.catalogue.findings)
        words = [observation.value for observation in Observation]
        found = {id: inner.choice(id, words, "present, absent or cannot_examine, or left out where nobody looked") for id in inner.nodes}
        return {id: Observation(word) for id, word in found.items() if word}

    def _measurements(self, form: Form, group: str) -> Iterator[tuple[str, Fraction]]:
        node = form.nodes.get(group)
        if node is None:
            return
        known = {id for id, one in self.catalogue.measurements.items() if one.group == group}
        inner = self._form(node, _under(form, group), known)
        values = ((id, quantity(inner, self.catalogue.measurements[id])) for id in inner.nodes)
        yield from ((id, value) for id, value in values if value is not None)


def _limited(form: Form, key: str) -> Fraction | None:
    return form.number(key, *keys.LIMITS[key])


def _under(form: Form, key: str) -> str:
    return f"{form.subject}.{key}" if form.subject else key


def _no_case(node: Node, subject: str) -> Fault:
    """What is wrong with something that stands where a case should."""
    if not isinstance(node, Scalar):
        return Fault(node.place, "a list stands where a case should: put `cases:` above it, or write the keys of one case.", subject)
    found = "nothing" if node.empty else f"the text {shown(node)}"
    return Fault(node.place, f"{found} stands where a case should: write its keys, such as `medications:` and `findings:`.", subject)


def _homes(catalogue: Catalogue) -> dict[str, str]:
    """Where each key of a case belongs, for one that stands elsewhere."""
    return {
        **dict.fromkeys(CASE_KEYS, "at the top of a case: check its indentation"),
        **dict.fromkeys(MEDICATION_KEYS, "in an entry of `medications`"),
        **dict.fromkeys(PATIENT_KEYS, "under `patient`"),
        **dict.fromkeys(catalogue.findings, "under `findings`"),
        **{id: f"under `{one.group}`" for id, one in catalogue.measurements.items()},
    }


_TRUTHS = {"yes": Truth.YES, "true": Truth.YES, "no": Truth.NO, "false": Truth.NO, "unknown": Truth.UNKNOWN}
