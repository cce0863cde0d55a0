"""What a medication list says: exposures, of serotonin, of recent change and of overdose."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from clonus.catalogue.names import Meaning
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Ingredient, Medication, Recognition
from clonus.domain.interactions import OnlyFor
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry, PatientRecord
from clonus.domain.substances import Strength, Substance
from clonus.domain.truth import Truth, any_of
from clonus.rules.facts import ExposureFact
from clonus.services.clock import on_board
from clonus.services.order import dose_is_sure, milligrams_a_day
from clonus.services.reconcile import Reading, reconcile, spelled, strength_of

_MILLIGRAMS = re.compile(r"(\d+(?:\.\d+)?)\s*mg\b")
_BY_MOUTH = ("oral", "orally", "mouth", "po", "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "odt")
_NOT_TAKEN = ("allergy", "other_person")
_ORDER = (Strength.ESTABLISHED, Strength.WEAK, Strength.UNKNOWN, Strength.DOUBTFUL, Strength.NONE)
_RANK = {strength: rank for rank, strength in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class Exposure:
    """One possible intake: an ingredient, or what is not understood, with its strength and whether it is on board.

    `kinds` holds the names and classes of each substance that it may be, None where it may be anything; `substances` those whose
    clocks decide how long it stays on board; `daily_mg` is its daily dose in milligrams where the entry says so, the least
    that it can be where it is not `dose_sure`. `may_be` are the agents that a name may mean which is not clear.
    """

    entry: MedicationEntry
    name: str
    strength: Strength
    on_board: Truth
    certain: bool
    kinds: tuple[frozenset[str], ...] | None = None
    substances: tuple[Substance, ...] = ()
    daily_mg: Fraction | None = None
    dose_sure: bool = False
    may_be: tuple[str, ...] = ()

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
    """A medication list as understood: the answer for each entry, and its exposures; None where nobody asked.

    `intakes` holds the exposures of each of the medications, in their order.
    """

    medications: tuple[Medication, ...]
    exposures: tuple[Exposure, ...] | None
    intakes: tuple[tuple[Exposure, ...], ...] = ()

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
    readings = reconcile(record.medications, catalogue)
    intakes = tuple(tuple(_exposures(reading, catalogue)) for reading in readings)
    medications = tuple(_medication(reading, taken, catalogue) for reading, taken in zip(readings, intakes, strict=True))
    return ExposureHistory(medications, tuple(exposure for taken in intakes for exposure in taken), intakes)


def fact_truths(history: ExposureHistory, catalogue: Catalogue) -> dict[str, Truth]:
    """The truth of every exposure fact for a medication list, by the fact's id."""
    exposures = history.exposures
    if exposures is None:
        return {fact.id: Truth.UNKNOWN for fact in catalogue.facts if isinstance(fact, ExposureFact)}
    found: dict[str, list[Truth]] = {}
    for exposure in exposures:
        alone = exposure.kinds is not None and len(exposure.kinds) == 1  # what is asked for below is then surely about it
        for fact in catalogue.facts_about(exposure.kinds):
            timely = exposure.on_board if fact.about == "on_board" else _timely(exposure, fact)
            truth = timely if alone and not fact.by_form else _both(_is_of(exposure, fact), timely)
            found.setdefault(fact.id, []).append(truth)
    general = {fact.id: _general_truth(fact, exposures, history) for fact in catalogue.general_exposures}
    return {**general, **{fact.id: any_of(found.get(fact.id, [])) for fact in catalogue.facts_about(None)}}


def _general_truth(fact: ExposureFact, exposures: tuple[Exposure, ...], history: ExposureHistory) -> Truth:
    """The truth of a fact about the whole list, whatever the agents."""
    match fact.about:
        case "serotonergic_agent":
            return history.serotonergic_agent
        case "overdose":
            return Truth.of(any(exposure.entry.overdose for exposure in exposures))
        case "recent_change":
            changes = [_changed_recently(exposure, fact) for exposure in exposures]
            return any_of([*changes, *(Truth.YES for exposure in exposures if exposure.entry.overdose)])
        case _:
            return Truth.of(_weak_alone(exposures))


def _weak_alone(exposures: Iterable[Exposure]) -> bool:
    """Whether weak agents are known to be the only ones that may act, none of them in overdose."""
    acting = [exposure for exposure in exposures if exposure.agent is not Truth.NO and exposure.strength is not Strength.DOUBTFUL]
    weak = all(exposure.certain and exposure.strength is Strength.WEAK and not exposure.entry.overdose for exposure in acting)
    return bool(acting) and weak


def _both(one: Truth, other: Truth) -> Truth:
    if Truth.NO in (one, other):
        return Truth.NO
    return Truth.YES if one is other is Truth.YES else Truth.UNKNOWN


def _is_of(exposure: Exposure, fact: ExposureFact) -> Truth:
    """Whether an exposure is to one of the agents that a fact is about."""
    if exposure.kinds is None:
        return Truth.UNKNOWN
    matches = {fact.is_about(kinds) for kinds in exposure.kinds}
    if matches != {True}:
        return Truth.UNKNOWN if True in matches else Truth.NO
    form = next((fact.by_form[name] for name in fact.by_form if exposure.name == name), None)
    return Truth.YES if form is None else holds_for(form, exposure)


def holds_for(only: OnlyFor, exposure: Exposure) -> Truth:
    """Whether an agent is of the form, the daily dose or the strength to which a statement is limited."""
    entry = exposure.entry
    if only.strength is not None:
        return Truth.of(exposure.strength is only.strength if exposure.certain and exposure.name == only.agent else None)
    if only.not_forms:
        return Truth.of(not _names_form(entry, only.not_forms))
    if only.brands:
        high = only.above_mg is not None and (_above(exposure, only.above_mg) is Truth.YES or _by_weight(entry))
        return Truth.of(high or _names_form(entry, only.brands))
    if _names_form(entry, only.forms):
        return Truth.YES
    if exposure.daily_mg in only.form_mg and not _names_form(entry, _BY_MOUTH):
        return Truth.UNKNOWN
    limit = only.above_mg if only.above_mg is not None else only.at_most_mg
    if limit is None:
        return Truth.NO if entry.route else Truth.UNKNOWN
    above = _above(exposure, limit)
    if only.above_mg is not None or above is Truth.UNKNOWN:
        return above
    return Truth.of(above is Truth.NO)


def _above(exposure: Exposure, limit: Fraction) -> Truth:
    """Whether a daily dose is above a limit; a strength that is written without a frequency may show that it is, never that it is not."""
    written, daily = _written_mg(exposure.entry), exposure.daily_mg
    if exposure.entry.overdose or (written is not None and written > limit) or (daily is not None and daily > limit):
        return Truth.YES
    return Truth.NO if exposure.dose_sure else Truth.UNKNOWN


def _by_weight(entry: MedicationEntry) -> bool:
    """Whether a dose is written by body weight, as that of an antidote is."""
    return "mg/kg" in f"{entry.dose} {entry.given}".lower()


def _names_form(entry: MedicationEntry, forms: tuple[str, ...]) -> bool:
    """Whether an entry or its route names one of some forms or brands of a form."""
    said = set(re.findall(r"\w+", f"{entry.given} {entry.route}".lower()))
    return any(said.issuperset(form.split()) for form in forms)


def _written_mg(entry: MedicationEntry) -> Fraction | None:
    """The largest number of milligrams written in an entry: of one tablet perhaps, so that the daily dose is at least that."""
    return max((Fraction(dose) for dose in _MILLIGRAMS.findall(f"{entry.dose} {entry.given}".lower())), default=None)


def _timely(exposure: Exposure, fact: ExposureFact) -> Truth:
    """Whether an exposure falls within the time that a fact speaks of."""
    entry, window = exposure.entry, fact.within_days_of.get(exposure.name, fact.within_days or Fraction(0))
    match fact.about:
        case "changed":
            return any_of([within(entry.started, window, Truth.UNKNOWN), within(entry.increased, window, Truth.NO)])
        case "stopped":
            return _stopped(entry, window)
        case _:
            return any_of([_being_taken(entry), _stopped(entry, window)])


def _stopped(entry: MedicationEntry, window: Fraction) -> Truth:
    return Truth.UNKNOWN if entry.stopped_undated else within(entry.stopped, window, Truth.NO)


def _being_taken(entry: MedicationEntry) -> Truth:
    if entry.stopped is not None or entry.stopped_undated or (entry.started is not None and entry.started.surely_after_now):
        return Truth.NO
    ahead = entry.started is not None and entry.started.perhaps_after_now
    return Truth.UNKNOWN if entry.prn or ahead else Truth.YES


def _exposures(reading: Reading, catalogue: Catalogue) -> list[Exposure]:
    entry = reading.entry
    if reading.status is not Recognition.RECOGNIZED:
        possible = [strength for meaning in reading.meanings for strength in _strengths(meaning, entry.route.lower(), catalogue)]
        harmless = bool(possible) and all(strength is Strength.NONE for strength in possible)
        strength = Strength.NONE if entry.asserted_none or harmless else Strength.UNKNOWN
        kinds = tuple(kind for meaning in reading.meanings for kind in _kinds(meaning.ingredients, meaning.drug_class, catalogue))
        possible_ones = _possible_substances(reading, catalogue)
        there = on_board(entry, possible_ones, catalogue)
        may_be = _possible_names(reading, catalogue)
        return [Exposure(entry, entry.given, strength, there, certain=False, kinds=kinds or None, substances=possible_ones, may_be=may_be)]
    [meaning] = reading.meanings
    if meaning.drug_class:
        members = catalogue.members[meaning.drug_class]
        [strength] = _strengths(meaning, "", catalogue)
        certain, kinds = strength is not Strength.UNKNOWN, _kinds((), meaning.drug_class, catalogue)
        there, may_be = on_board(entry, members, catalogue), tuple(member.name for member in members)
        return [Exposure(entry, meaning.drug_class, strength, there, certain, kinds, members, may_be=may_be)]
    daily = milligrams_a_day(entry, reading.order) if len(meaning.ingredients) == 1 else None
    sure = daily is not None and dose_is_sure(entry, reading.order)
    return [_intake(name, meaning.form, entry, (daily, sure), catalogue) for name in meaning.ingredients]


def _intake(name: str, form: str, entry: MedicationEntry, daily: tuple[Fraction | None, bool], catalogue: Catalogue) -> Exposure:
    """The intake of one known ingredient."""
    key = (name, form, entry.route)
    if key not in catalogue.kept_ingredients:
        catalogue.kept_ingredients[key] = _ingredient(name, form, entry.route.lower(), catalogue)
    strength, kinds, known = catalogue.kept_ingredients[key]
    if strength is Strength.UNKNOWN and entry.asserted_none:
        strength = Strength.NONE
    return Exposure(entry, name, strength, on_board(entry, known, catalogue), True, kinds, known, *daily)


def _ingredient(
    name: str, form: str, route: str, catalogue: Catalogue
) -> tuple[Strength, tuple[frozenset[str], ...] | None, tuple[Substance, ...]]:
    """How surely an ingredient in a form acts, its names and classes, and its entry.

    In a form that acts locally it is not of its classes, and perhaps not where that is doubtful.
    """
    strength = strength_of(name, catalogue, form, route)
    kinds = _kinds((name,), "", catalogue)
    if name in catalogue.substances and strength is not catalogue.substances[name].strength:
        alone = frozenset({name})
        kinds = (alone,) if strength is Strength.NONE else (*kinds, alone)
    return strength, kinds or None, _known(name, catalogue)


def _kinds(ingredients: tuple[str, ...], drug_class: str, catalogue: Catalogue) -> tuple[frozenset[str], ...]:
    """The names and classes of each substance that a name may mean."""
    if drug_class:
        members = catalogue.members[drug_class]
        return tuple(member.kinds | {drug_class} for member in members) or (frozenset({drug_class}),)
    if any(name in catalogue.names.unjudged for name in ingredients):
        return ()
    return tuple(substance.kinds for name in ingredients for substance in _known(name, catalogue)) or tuple(
        frozenset({name}) for name in ingredients
    )


def _strengths(meaning: Meaning, route: str, catalogue: Catalogue) -> list[Strength]:
    """How strong what a name may mean is; what is no drug is none."""
    if meaning.drug_class:
        return [catalogue.classes[meaning.drug_class].strength or Strength.UNKNOWN]
    return [strength_of(name, catalogue, meaning.form, route) for name in meaning.ingredients] or [Strength.NONE]


def _known(name: str, catalogue: Catalogue) -> tuple[Substance, ...]:
    return (catalogue.substances[name],) if name in catalogue.substances else ()


def _possible_substances(reading: Reading, catalogue: Catalogue) -> tuple[Substance, ...]:
    """The agents that a name may mean which is not clear, as far as they act on serotonin."""
    meant = (substance for name in _meant(reading, catalogue) for substance in _known(name, catalogue))
    return tuple(dict.fromkeys(substance for substance in meant if substance.strength is not Strength.NONE))


def _possible_names(reading: Reading, catalogue: Catalogue) -> tuple[str, ...]:
    """The agents that a name may mean which is not clear, acting on serotonin or not; none where it is an allergy, or another person's."""
    if catalogue.names.denials.get(reading.how) in _NOT_TAKEN:
        return ()
    spoken_of = catalogue.screening.spoken_of
    return tuple(name for name in _meant(reading, catalogue) if name in catalogue.substances or name in spoken_of)


def _meant(reading: Reading, catalogue: Catalogue) -> tuple[str, ...]:
    """Every ingredient that a reading may mean; of a class, each member."""
    meant = dict.fromkeys(
        name
        for meaning in reading.meanings
        for name in (*meaning.ingredients, *(member.name for member in catalogue.members.get(meaning.drug_class, ())))
    )
    return tuple(meant)


def _medication(reading: Reading, exposures: Iterable[Exposure], catalogue: Catalogue) -> Medication:
    recognized = reading.status is Recognition.RECOGNIZED
    meaning = reading.meanings[0] if recognized else None
    strongest = min((exposure.strength for exposure in exposures), key=_RANK.__getitem__)
    unjudged = meaning is not None and any(name in catalogue.names.unjudged for name in meaning.ingredients)
    asserted = reading.entry.asserted_none and (unjudged or not recognized)
    return Medication(
        given=reading.entry.given,
        status=reading.status,
        ingredients=tuple(Ingredient(name, catalogue.names.rxcuis.get(name, "")) for name in meaning.ingredients) if meaning else (),
        candidates=() if recognized else tuple(dict.fromkeys(spelled(meaning) for meaning in reading.meanings)),
        strength=strongest,
        on_board=any_of([exposure.on_board for exposure in exposures]),
        drug_class=meaning.drug_class if meaning else "",
        asserted=asserted,
        how=reading.how,
        dose=reading.entry.dose,
        per_day=reading.order.per_day,
        route=reading.entry.route,
        prn=reading.entry.prn,
        remark=reading.remark,
    )


def _changed_recently(exposure: Exposure, fact: ExposureFact) -> Truth:
    """Whether an agent was started or increased within the window; an entry that may be an agent answers at most unknown."""
    entry = exposure.entry
    if exposure.strength is Strength.NONE:
        return Truth.NO
    window = fact.within_days_of.get(exposure.name, fact.within_days or Fraction(0))
    changed = any_of([within(entry.started, window, Truth.UNKNOWN), within(entry.increased, window, Truth.NO)])
    if changed is Truth.NO or (exposure.certain and exposure.strength.opens_the_gate):
        return changed
    return Truth.UNKNOWN


def within(when: DaysBefore | None, window: Fraction, if_absent: Truth) -> Truth:
    """Whether something happened within so many days before now; `if_absent` where no date is given."""
    if when is None:
        return if_absent
    if when.surely_after_now or when.least > window:
        return Truth.NO
    return Truth.YES if when.most <= window and not when.perhaps_after_now else Truth.UNKNOWN
