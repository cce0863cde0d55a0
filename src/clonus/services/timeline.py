"""The course of a case in time: for each agent when it was on board, and what happened."""

from clonus.catalogue.shelves import Catalogue
from clonus.domain.record import MedicationEntry, PatientRecord
from clonus.domain.substances import Strength
from clonus.domain.timeline import Happening, Lane, Timeline
from clonus.services.clock import if_stopped_now, spans_of
from clonus.services.exposure import Exposure, history_of


def timeline_of(record: PatientRecord, catalogue: Catalogue) -> Timeline:
    """The lanes of a record's medication list, in its order, and its happenings, earliest first.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> timeline_of(PatientRecord(medications=()), open_catalogue()).lanes
        ()
    """
    exposures = history_of(record, catalogue).exposures or ()
    happenings = [Happening("onset", record.onset)] if record.onset else []
    happenings += [Happening("examined", one.at) for one in (*record.earlier, record.current) if one.at is not None]
    ordered = sorted(happenings, key=lambda one: -one.when.most)
    asked = record.medications is not None
    return Timeline(record.id, record.as_of, asked, tuple(_lane(one, catalogue) for one in exposures), tuple(ordered))


def _lane(exposure: Exposure, catalogue: Catalogue) -> Lane:
    entry, substances = exposure.entry, exposure.substances
    return Lane(
        name=exposure.name,
        given=entry.given,
        dose=entry.dose,
        strength=exposure.strength,
        overdose=entry.overdose,
        now=exposure.on_board,
        spans=spans_of(entry, substances, catalogue),
        if_stopped_now=() if exposure.strength is Strength.NONE else if_stopped_now(entry, substances, catalogue),
        happenings=tuple(_happenings(entry)),
    )


def _happenings(entry: MedicationEntry) -> list[Happening]:
    dated = (("started", entry.started), ("increased", entry.increased), ("stopped", entry.stopped))
    return [Happening(what, when) for what, when in dated if when is not None]
