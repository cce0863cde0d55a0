"""Clonus: decision support for muscle twitching on an SSRI and for serotonin toxicity.

For clinicians, not patients; not a medical device.

Example:
    >>> import clonus
    >>> record = clonus.read_case({"medications": [{"name": "sertraline"}], "findings": {"spontaneous_clonus": "present"}})
    >>> clonus.assess(record).verdicts[0].truth.value
    'yes'
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment
from clonus.domain.errors import ClonusError, Contradiction, InputRefused, KnowledgeBroken, NotFound, RuleBroken
from clonus.domain.handout import Leaflet
from clonus.domain.record import PatientRecord
from clonus.domain.screening import Screening
from clonus.domain.switching import Switch
from clonus.domain.timeline import Timeline
from clonus.domain.truth import Truth
from clonus.version import __version__

__all__ = [
    "Assessment",
    "Catalogue",
    "ClonusError",
    "Contradiction",
    "InputRefused",
    "KnowledgeBroken",
    "NotFound",
    "PatientRecord",
    "RuleBroken",
    "Screening",
    "Switch",
    "Timeline",
    "Truth",
    "__version__",
    "assess",
    "handout",
    "open_catalogue",
    "read_case",
    "screen",
    "switch",
    "timeline",
]


def open_catalogue(reviews: str | Path | None = None) -> Catalogue:
    """The catalogue of this installation, loaded and checked once.

    Args:
        reviews: the file of a site's own reviews, as `clonus audit --sign` writes it; those that hold still stand with the doses.

    Raises:
        KnowledgeBroken: if a file of it breaks its shape or its law.
        InputRefused: if the reviews cannot be used.

    Example:
        >>> open_catalogue().criteria["hunter"].source
        'dunkley2003'
    """
    from clonus.catalogue.opening import open_catalogue as opened
    from clonus.catalogue.statements import with_reviews

    return opened() if reviews is None else with_reviews(opened(), Path(reviews))


def read_case(source: str | Path | Mapping[str, Any], catalogue: Catalogue | None = None, as_of: str | None = None) -> PatientRecord:
    """The record of one case.

    Args:
        source: a path to a YAML or JSON file, or a mapping of the same form.
        catalogue: the knowledge that names findings and units; that of this installation where it is left out.
        as_of: the moment of assessment, in place of the case's own.

    Raises:
        InputRefused: if the case cannot be used; one sentence for each fault.

    Example:
        >>> read_case({"patient": {"age": -3}})
        Traceback (most recent call last):
        clonus.domain.errors.InputRefused: patient: `age` is -3, which is impossible: it should be from 0 to 130.
    """
    from clonus.adapters.formats.case import read_case as read

    return read(source, catalogue or open_catalogue(), as_of)


def assess(record: PatientRecord, catalogue: Catalogue | None = None, *, reviewed_only: bool = False) -> Assessment:
    """Everything that can be said of a record: medications as understood, verdicts with reasons, open questions.

    Args:
        record: what `read_case` gave.
        catalogue: the knowledge to apply; that of this installation where it is left out.

        reviewed_only: whether to hide each dose that the catalogue's `reviews` do not hold.

    Raises:
        Contradiction: if two statements of the record cannot both be true.

    Example:
        >>> assess(read_case({"medications": []})).verdicts[0].says
        'Hunter criteria not met with the findings entered.'
    """
    from clonus.services.triage import assess as triage

    return triage(record, catalogue or open_catalogue(), reviewed_only=reviewed_only)


def handout(record: PatientRecord, catalogue: Catalogue | None = None, language: str = "en") -> Leaflet:
    """The leaflet for the patient of a record, without doses, in English (`en`) or Spanish (`es`).

    Raises:
        InputRefused: if there is no leaflet in the language.
        Contradiction: if two statements of the record cannot both be true.

    Example:
        >>> handout(read_case({"medications": [{"name": "Zoloft 50 mg"}]})).card
        (CardEntry(name='sertraline', state='takes'),)
    """
    from clonus.services.handout import handout as make

    return make(record, catalogue or open_catalogue(), language)


def screen(record: PatientRecord, catalogue: Catalogue | None = None) -> Screening:
    """What is said of a whole medication list with the orders proposed to it: every pair judged, regimens, risk factors.

    Args:
        record: what `read_case` gave; its `proposed` orders are screened with the list.
        catalogue: the knowledge to apply; that of this installation where it is left out.

    Raises:
        Contradiction: if two statements of the record cannot both be true.

    Example:
        >>> record = read_case({"medications": [{"name": "Nardil"}], "proposed": [{"name": "Zoloft"}]})
        >>> [(one.between, one.tier.value) for one in screen(record).raised.interactions]
        [(('phenelzine', 'sertraline'), 'interruptive')]
    """
    from clonus.services.screening import screen as judge

    return judge(record, catalogue or open_catalogue())


def switch(
    leaving: str,
    starting: str,
    stopped: str | date | None = None,
    catalogue: Catalogue | None = None,
    *,
    authority: str = "",
    patient: PatientRecord | None = None,
) -> Switch:
    """When one agent may follow another: the rule that acts, every other rule, kinetics beside them, and what to watch for.

    Args:
        leaving: the agent that is stopped: an ingredient, a brand, a code.
        starting: the agent that is to follow.
        stopped: the last dose: a date, a date-time, or a text of either or of a month or year; days alone where it is left out.
        catalogue: the knowledge to apply; that of this installation where it is left out.
        authority: the site's own, such as US or UK, whose statement acts where it has one.
        patient: a record whose age, conditions, phenotypes and medications may lengthen the kinetic estimate.

    Raises:
        InputRefused: if a text does not name one agent, the last dose cannot be read, or no authority is called so.

    Example:
        >>> switch("fluoxetine", "phenelzine", stopped=date(2026, 11, 1)).earliest_start
        Start(earliest='2026-12-06', latest='2026-12-06')
    """
    from clonus.adapters.formats.switch import dated
    from clonus.services.switching import switch as when

    answer = when(leaving, starting, catalogue or open_catalogue(), authority=authority, patient=patient or PatientRecord())
    return dated(answer, stopped)


def timeline(record: PatientRecord, catalogue: Catalogue | None = None) -> Timeline:
    """What was on board when, as data for a drawing: a lane for each agent, in days before the moment of assessment.

    Example:
        >>> [lane.name for lane in timeline(read_case({"medications": [{"name": "Zoloft", "started": 30}]})).lanes]
        ['sertraline']
    """
    from clonus.services.timeline import timeline_of

    return timeline_of(record, catalogue or open_catalogue())
