"""How one installation reads a form or a case, and answers it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from clonus.adapters.formats.case import read_cases
from clonus.adapters.formats.moments import AsOf, NotAMoment
from clonus.adapters.web.case_form import PASTED, Submitted, case_of, rows_of
from clonus.adapters.web.submitted import must_be_short, one_case
from clonus.catalogue.reader import Node, from_python
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.record import PatientRecord
from clonus.services.triage import assess

MOST_ENTRIES = 120
MOST_LETTERS = 12_000


@dataclass(frozen=True, slots=True)
class Site:
    """How one installation answers: its catalogue, its country, and whether only doses that it signed are shown."""

    catalogue: Catalogue
    country: str = ""
    reviewed_only: bool = False

    def read(self, fields: Submitted) -> PatientRecord:
        """The record that a form says.

        Raises:
            InputRefused: with one sentence for each fault.
        """
        _consistent(fields)
        return self.read_node(from_python(case_of(fields, self.catalogue, moment_of(fields))))

    def read_node(self, node: Node) -> PatientRecord:
        """The record of one case that was read already.

        Raises:
            InputRefused: with one sentence for each fault.
        """
        must_be_short(node)
        read = read_cases(one_case(node), self.catalogue)
        if read.refused:
            raise InputRefused(read.refused[0][1])
        return self.placed(read.records[0])

    def placed(self, record: PatientRecord) -> PatientRecord:
        """A record in this site's country, where it names none.

        Raises:
            InputRefused: if its list is longer than this server judges, since every drug is judged with every other.
        """
        entries = len(record.medications or ()) + len(record.proposed)
        if entries > MOST_ENTRIES:
            sentence = f"the list has {entries} entries, and this server judges at most {MOST_ENTRIES} at once: use `clonus screen` for it."
            raise InputRefused(Fault(Place(), sentence))
        letters = sum(map(len, _texts(record)))
        if letters > MOST_LETTERS:
            sentence = f"the names have {letters:,} letters, and this server reads at most {MOST_LETTERS:,}: give fewer at a time."
            raise InputRefused(Fault(Place(), sentence))
        return record if record.country else replace(record, country=self.country)

    def assess(self, record: PatientRecord) -> Assessment:
        """The assessment of a record, as this site wants it."""
        return assess(record, self.catalogue, reviewed_only=self.reviewed_only)


def _consistent(fields: Submitted) -> None:
    """Whether a form does not deny what it lists.

    Raises:
        InputRefused: if it says that nothing is taken beside a list.
    """
    if fields.get("none_taken") and (rows_of(fields, "med") or fields.get(PASTED["med"], "").strip()):
        raise InputRefused(Fault(Place(), "“Asked: takes nothing” is ticked beside a list of medications: untick it, or remove the list."))


def _texts(record: PatientRecord) -> Iterator[str]:
    """Every text of a record in which names of drugs are looked for."""
    yield from (one.given for one in (*(record.medications or ()), *record.proposed))
    yield from (name for pair in record.tolerated for name in pair)
    yield from record.monitored


def moment_of(fields: Submitted) -> str:
    """The moment that `now` means: the browser's own where it says one, else this machine's."""
    try:
        return AsOf.read(fields.get("now", "")).text
    except NotAMoment:
        return datetime.now().astimezone().isoformat(timespec="minutes")
