"""The exposure clock: what is on board, and what a medication list says of serotonin, of recent change and of overdose."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import Ingredient, Medication, Recognition
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry, PatientRecord
from clonus.domain.substances import Strength, Substance
from clonus.domain.truth import Truth, any_of
from clonus.rules.facts import ExposureFact
from clonus.services.reconcile import Reading, reconcile, strength_of

_ORDER = (Strength.ESTABLISHED, Strength.WEAK, Strength.UNKNOWN, Strength.DOUBTFUL, Strength.NONE)


@dataclass(frozen=True, slots=True)
class Exposure:
    """One possible intake: an ingredient, or what is not understood, with its strength and whether it is on board."""

    entry: MedicationEntry
    name: str
    strength: Strength
    on_board: Truth
    certain: bool

    @property
    def agent(self) -> Truth:
        """Whether this is a serotonergic agent on board."""
        if self.strength is Strength.NONE or self.on_board is Truth.NO:
            return Truth.NO
        if self.certain and self.strength.opens_the_gate:
            return self.on_board
        return Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class ExposureHistory:
    """A medication list as understood: the answer for each entry, and its exposures; None where nobody asked."""

    medications: tuple[Medication, ...]
    exposures: tuple[Exposure, ...] | None

    @property
    def serotonergic_agent(self) -> Truth:
        """The gate: whether the patient is on a serotonergic agent."""
        if self.exposures is None:
            return Truth.UNKNOWN
        return any_of([exposure.agent for exposure in self.exposures])

    @property
    def can_be_asked(self) -> bool:
        """Whether asking about the list could settle the gate: not asked, an entry not understood, or a date that is missing."""
        if self.exposures is None:
            return True
        return any(
            exposure.agent is Truth.UNKNOWN and (not exposure.certain or exposure.on_board is Truth.UNKNOWN) for exposure in self.exposures
        )


def history_of(record: PatientRecord, catalogue: Catalogue) -> ExposureHistory:
    """What a record's medication list says.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> history_of(PatientRecord(medications=()), open_catalogue()).serotonergic_agent
        <Truth.NO: 'no'>
    """
    if record.medications is None:
        return ExposureHistory((), None)
    medications, exposures = [], []
    for reading in reconcile(record.medications, catalogue):
        intakes = _exposures(reading, catalogue)
        exposures.extend(intakes)
        medications.append(_medication(reading, intakes, catalogue))
    return ExposureHistory(tuple(medications), tuple(exposures))


def fact_truth(fact: ExposureFact, history: ExposureHistory) -> Truth:
    """The truth of an exposure fact for a medication list."""
    if history.exposures is None:
        return Truth.UNKNOWN
    if fact.about == "serotonergic_agent":
        return history.serotonergic_agent
    if fact.about == "overdose":
        return Truth.of(any(exposure.entry.overdose for exposure in history.exposures))
    changes = [_changed_recently(exposure, fact) for exposure in history.exposures]
    return any_of([*changes, *(Truth.YES for exposure in history.exposures if exposure.entry.overdose)])


def on_board(entry: MedicationEntry, substances: Iterable[Substance]) -> Truth:
    """Whether what was taken is still on board; of several substances, yes while any is and no when none is.

    Fixed figures of a substance replace half-lives; without any figure it is yes for 1 day, unknown to 90, then no.

    Example:
        >>> on_board(MedicationEntry("x", stopped=DaysBefore.exactly(91)), [])
        <Truth.NO: 'no'>
    """
    if entry.started is not None and entry.started.surely_after_now:
        return Truth.NO
    if entry.stopped_undated:
        return Truth.UNKNOWN
    if entry.stopped is None:
        possibly_ahead = entry.started is not None and entry.started.perhaps_after_now
        return Truth.UNKNOWN if entry.prn or possibly_ahead else Truth.YES
    windows = [_window(substance) for substance in substances] or [_NO_FIGURE]
    stopped = entry.stopped
    if all(window.gone(stopped) for window in windows):
        return Truth.NO
    return Truth.YES if all(window.there(stopped) for window in windows) else Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Window:
    """Until when an agent is on board, and from when it is not, in days since it was stopped."""

    there_days: Fraction
    gone_days: Fraction
    there_at_limit: bool = False
    gone_at_limit: bool = False

    def there(self, stopped: DaysBefore) -> bool:
        return stopped.most < self.there_days or (self.there_at_limit and stopped.most == self.there_days)

    def gone(self, stopped: DaysBefore) -> bool:
        return stopped.least > self.gone_days or (self.gone_at_limit and stopped.least == self.gone_days)


_NO_FIGURE = _Window(Fraction(1), Fraction(90), there_at_limit=True)


def _window(substance: Substance) -> _Window:
    if substance.window is not None:
        return _Window(substance.window.yes_below_days, substance.window.no_from_days, gone_at_limit=True)
    half_lives = [half_life for half_life in (substance.half_life, *(m.half_life for m in substance.metabolites)) if half_life]
    label = max((interval.days for interval in substance.label_intervals), default=Fraction(0))
    if not half_lives:
        return _Window(Fraction(1), max(Fraction(90), label), there_at_limit=True)
    central = max(half_life.central for half_life in half_lives)
    upper = max(half_life.high for half_life in half_lives)
    return _Window(5 * central / 24, max(label, 5 * upper / 24))


def _exposures(reading: Reading, catalogue: Catalogue) -> list[Exposure]:
    entry = reading.entry
    if reading.status is not Recognition.RECOGNIZED:
        possible = [strength for meaning in reading.meanings for strength in _strengths(meaning.ingredients, meaning.drug_class, catalogue)]
        harmless = bool(possible) and all(strength is Strength.NONE for strength in possible)
        strength = Strength.NONE if entry.asserted_none or harmless else Strength.UNKNOWN
        return [Exposure(entry, entry.given, strength, on_board(entry, _possible_substances(reading, catalogue)), certain=False)]
    [meaning] = reading.meanings
    if meaning.drug_class:
        members = catalogue.members[meaning.drug_class]
        [strength] = _strengths((), meaning.drug_class, catalogue)
        return [Exposure(entry, meaning.drug_class, strength, on_board(entry, members), certain=strength is not Strength.UNKNOWN)]
    return [
        Exposure(entry, name, strength_of(name, catalogue), on_board(entry, _known(name, catalogue)), certain=True)
        for name in meaning.ingredients
    ]


def _strengths(ingredients: tuple[str, ...], drug_class: str, catalogue: Catalogue) -> list[Strength]:
    if drug_class:
        return [catalogue.classes[drug_class].strength or Strength.UNKNOWN]
    return [strength_of(name, catalogue) for name in ingredients]


def _known(name: str, catalogue: Catalogue) -> list[Substance]:
    return [catalogue.substances[name]] if name in catalogue.substances else []


def _possible_substances(reading: Reading, catalogue: Catalogue) -> list[Substance]:
    return [
        substance
        for meaning in reading.meanings
        for name in meaning.ingredients
        for substance in _known(name, catalogue)
        if substance.strength is not Strength.NONE
    ]


def _medication(reading: Reading, exposures: list[Exposure], catalogue: Catalogue) -> Medication:
    recognized = reading.status is Recognition.RECOGNIZED
    meaning = reading.meanings[0] if recognized else None
    strongest = min((exposure.strength for exposure in exposures), key=_ORDER.index)
    asserted = reading.entry.asserted_none and not recognized
    return Medication(
        given=reading.entry.given,
        status=reading.status,
        ingredients=tuple(Ingredient(name, catalogue.names.rxcuis.get(name, "")) for name in meaning.ingredients) if meaning else (),
        candidates=()
        if recognized
        else tuple(dict.fromkeys(_spelled(meaning.ingredients, meaning.drug_class) for meaning in reading.meanings)),
        strength=strongest,
        on_board=any_of([exposure.on_board for exposure in exposures]),
        drug_class=meaning.drug_class if meaning else "",
        asserted=asserted,
    )


def _spelled(ingredients: tuple[str, ...], drug_class: str) -> str:
    return drug_class or " + ".join(ingredients)


def _changed_recently(exposure: Exposure, fact: ExposureFact) -> Truth:
    """Whether an agent was started or increased within the window; an entry that may be an agent answers at most unknown."""
    entry = exposure.entry
    if exposure.strength is Strength.NONE:
        return Truth.NO
    window = fact.within_days_of.get(exposure.name, fact.within_days or Fraction(0))
    changed = any_of([_within(entry.started, window, Truth.UNKNOWN), _within(entry.increased, window, Truth.NO)])
    if changed is Truth.NO or (exposure.certain and exposure.strength.opens_the_gate):
        return changed
    return Truth.UNKNOWN


def _within(when: DaysBefore | None, window: Fraction, if_absent: Truth) -> Truth:
    if when is None:
        return if_absent
    if when.surely_after_now or when.least > window:
        return Truth.NO
    return Truth.YES if when.most <= window and not when.perhaps_after_now else Truth.UNKNOWN
