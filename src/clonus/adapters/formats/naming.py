"""How the text of a medication entry, or a code, was understood, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from clonus.adapters.formats.reasons import Named
from clonus.catalogue.names import fold
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Recognition
from clonus.domain.substances import DrugClass, Substance
from clonus.services.reconcile import Reading, entry_of, reconcile, spelled
from clonus.services.sentence import CORRECTED

_MOST_ENTRIES = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """A text that was read as the names of drugs, with a reading for each."""

    given: str
    readings: tuple[Reading, ...]

    def entries(self, catalogue: Catalogue) -> tuple[Substance | DrugClass | Named, ...]:
        """The entries of all that it may mean, the first few."""
        meanings = dict.fromkeys(meaning for reading in self.readings for meaning in reading.meanings)
        names = dict.fromkeys(name for meaning in meanings for name in (*meaning.ingredients, meaning.drug_class) if name)
        return tuple(_entry(name, catalogue) for name in list(names)[:_MOST_ENTRIES])


def understood(text: str, catalogue: Catalogue) -> Understood | None:
    """How a text reads as an entry of a medication list, `rxcui 36437` and the like as a code; None where it names no drug.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> understood("ZOLOFT 100mg po qam", open_catalogue()).readings[0].how
        'brand'
    """
    readings = reconcile([entry_of(text)], catalogue)
    known = any(reading.status is not Recognition.UNRECOGNIZED for reading in readings)
    return Understood(text, readings) if known else None


def understood_lines(entry: Understood, catalogue: Catalogue) -> Iterator[str]:
    """The readings of a text, each with how its name was understood and what stands beside it."""
    yield from (f"# {entry.given}", "")
    for reading in entry.readings:
        yield f"- {_sentence(reading, entry.given, catalogue)}"
        if reading.remark:
            yield f"  {reading.remark}"


def _sentence(reading: Reading, given: str, catalogue: Catalogue) -> str:
    if reading.status is Recognition.UNRECOGNIZED:
        return "Some words were not understood; whatever they name is unknown."
    meant = " or ".join(dict.fromkeys(spelled(meaning) for meaning in reading.meanings))
    if reading.doubted:
        return f"Ambiguous, because of `{reading.how}`: {meant}."
    known = catalogue.names.spelling(fold(given))
    sources = [catalogue.names.provenance.get(one, one) for one in known.source.split("+")] if known and known.source else []
    where = f", in {', '.join(known.where.split('+'))}" if known and known.where else ""
    how = f"{reading.how}{where}" if reading.how != CORRECTED else "its spelling corrected: check that this is meant"
    beside = _beside(reading)
    said = f"Read as {meant} ({how})." if reading.status is Recognition.RECOGNIZED else f"Ambiguous ({how}): {meant}."
    return " ".join((said, *((f"Beside it: {beside}.",) if beside else ()), *((f"Source: {'; '.join(sources)}.",) if sources else ())))


def _beside(reading: Reading) -> str:
    """What stands beside the name: dose, frequency, route, only when needed, stopped."""
    order = reading.order
    often = f"{float(order.per_day):g} a day" if order.per_day is not None else ""
    ended = "stopped" if order.stopped is not None or order.stopped_undated else ""
    return ", ".join(part for part in (order.dose, often, order.route, "when needed" if order.prn else "", ended) if part)


def _entry(name: str, catalogue: Catalogue) -> Substance | DrugClass | Named:
    if name in catalogue.substances:
        return catalogue.substances[name]
    if name in catalogue.classes:
        return catalogue.classes[name]
    return Named(name, catalogue.names.rxcuis.get(name, ""), catalogue.names.unjudged.get(name, ""))
