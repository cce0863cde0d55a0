"""The dose of an option for one patient: chosen by age and weight, computed exactly, cut down and never rounded up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

from clonus.catalogue.reviews import SiteReview
from clonus.domain.plan import FoldedRegimen, ShownDose
from clonus.domain.record import Patient
from clonus.rules.plan import Dose, Option, WeightForAge

NOT_HELD = "no dose for this age is held"
_NOT_FOR_WEIGHT = "no dose for this weight is held"
_ADULT = 18
_DIGITS = 2
_GOES_ON = ("of ", "a minute", "an hour", "as ", "over ")
_LARGER = {"µg": ("mg", 1000)}


@dataclass(slots=True)
class Dosing:
    """Chooses doses for one patient; `hidden` counts those that the site has not signed, where only signed ones are shown.

    `weights` says which weights fit which ages, youngest first: a slip in either must not become a dose.
    """

    patient: Patient
    reviews: Mapping[str, SiteReview]
    weights: Iterable[WeightForAge] = ()
    reviewed_only: bool = False
    hidden: int = 0

    def dose_of(self, option: Option) -> tuple[ShownDose | None, str]:
        """The dose to print, or None with the reason; nothing where the option has no dose at all."""
        if not option.doses:
            return None, ""
        patient = self.patient
        if patient.age is None:
            return None, "no dose without an age"
        if patient.age < _ADULT and patient.weight is None:
            return None, "no dose for a child without a weight"
        if not self._weight_fits(patient.age, patient.weight):
            return None, "no dose, because this weight does not fit this age: check both"
        of_age = [dose for dose in option.doses if dose.is_for_age(patient.age)]
        if not of_age:
            return None, NOT_HELD
        fitting = [dose for dose in of_age if dose.is_for_weight(patient.weight)]
        computable = [dose for dose in fitting if patient.weight is not None or not dose.per_kg]
        if not computable:
            return None, "no dose without a weight" if patient.weight is None else _NOT_FOR_WEIGHT
        dose = computable[0]
        if self._ceiling_of(dose, patient.weight) < dose.amounts[-1] and not dose.per_kg:
            return None, f"{_NOT_FOR_WEIGHT}: its ceiling for a day is below it"
        signed = self.reviews.get(f"dose {dose.id}")
        if self.reviewed_only and signed is None:
            self.hidden += 1
            return None, "hidden, because nobody here has signed it"
        return self._shown(dose, signed), ""

    def _weight_fits(self, age: Fraction, weight: Fraction | None) -> bool:
        fitting = next((one for one in self.weights if age < one.below_age), None)
        return weight is None or fitting is None or fitting.least <= weight <= fitting.most

    def _shown(self, dose: Dose, signed: SiteReview | None) -> ShownDose:
        sources = (one.source for one in dose.evidence)
        joined = " " if dose.how.startswith(_GOES_ON) else ", "
        return ShownDose(
            id=dose.id,
            says=f"{self._amount(dose)}{joined}{dose.how}{self._ceiling(dose)}",
            review=reviewed(dose, self.reviews),
            reviewed=signed is not None and signed.is_by_pharmacist,
            why=dose.chosen,
            others=tuple(FoldedRegimen(one.says, tuple(cited.source for cited in one.evidence)) for one in dose.others),
            sources=tuple(dict.fromkeys(sources)),
        )

    @staticmethod
    def _ceiling_of(dose: Dose, weight: Fraction | None) -> Fraction:
        """The highest total of a day, the lower of two where it goes by weight too; the dose itself where there is none."""
        if dose.daily_most is None:
            return dose.amounts[-1]
        if dose.daily_most_per_kg is None or weight is None:
            return dose.daily_most
        return min(dose.daily_most, dose.daily_most_per_kg * weight)

    def _ceiling(self, dose: Dose) -> str:
        """The highest total of a day; where it goes by weight too, the lower of the two for this weight."""
        if dose.daily_most is None:
            return ""
        lower = _rounded_down(self._ceiling_of(dose, self.patient.weight))
        light = ", less in a light patient" if dose.daily_most_per_kg is not None and self.patient.weight is None else ""
        return f"; at most {_number(lower)} {dose.unit} a day{light}"

    def _amount(self, dose: Dose) -> str:
        if not dose.per_kg:
            return _range(dose.amounts, dose.unit)
        weight = self.patient.weight or Fraction(0)
        ceiling = f", at most {_number(dose.most)} {dose.unit}" if dose.most is not None else ""
        computed = [amount * weight for amount in dose.amounts]
        kept = tuple(dict.fromkeys(amount if dose.most is None else min(amount, dose.most) for amount in computed))
        unit, size = _LARGER[dose.unit] if dose.unit in _LARGER and kept[0] >= 1000 else (dose.unit, 1)
        rounded = tuple(dict.fromkeys(_rounded_down(amount / size) for amount in kept))
        return f"{_range(rounded, unit)} ({_range(dose.amounts, dose.unit)}/kg at {_number(weight)} kg{ceiling})"


def reviewed(dose: Dose, reviews: Mapping[str, SiteReview]) -> str:
    """Who of the site reviewed a dose, and that no pharmacist did where that is so."""
    signed = reviews.get(f"dose {dose.id}")
    if signed is None:
        return "not reviewed by a pharmacist"
    by = f"reviewed by {signed.by}, {signed.role}, {signed.on}"
    return by if signed.is_by_pharmacist else f"{by}; not reviewed by a pharmacist"


def regimen(dose: Dose) -> str:
    """A dose as it is held, with the ages and weights that it is for.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> regimen(open_catalogue().plan.steps["activated_charcoal"].options[0].doses[0])
        'from 18 years: 25 to 100 g, within about two hours'
    """
    amounts = " to ".join(f"{float(amount):g}" for amount in dose.amounts)
    limits = [
        f"from {_age(float(dose.from_age))}" if dose.from_age else "",
        f"below {_age(float(dose.below_age))}" if dose.below_age else "",
        f"from {float(dose.from_weight):g} kg" if dose.from_weight else "",
        f"below {float(dose.below_weight):g} kg" if dose.below_weight else "",
    ]
    who = " ".join(limit for limit in limits if limit) or "any age"
    most = f", at most {float(dose.most):g} {dose.unit}" if dose.most else ""
    daily = f"; at most {float(dose.daily_most):g} {dose.unit} a day" if dose.daily_most else ""
    daily += f", and {float(dose.daily_most_per_kg):g} {dose.unit}/kg where that is less" if dose.daily_most_per_kg else ""
    return f"{who}: {amounts} {dose.unit}{'/kg' if dose.per_kg else ''}{most}, {dose.how}{daily}"


def _age(years: float) -> str:
    return f"{years:g} years" if years >= 1 else f"{years * 12:g} months"


def _rounded_down(amount: Fraction) -> Fraction:
    """An amount cut to two digits, or to a whole number from ten on; never rounded up."""
    if amount <= 0:
        return Fraction(0)
    places = max(0, _DIGITS - 1 - floor(log10(amount)))
    scale = Fraction(10) ** places
    return Fraction(floor(amount * scale)) / scale


def _range(amounts: tuple[Fraction, ...], unit: str) -> str:
    return f"{' to '.join(_number(amount) for amount in amounts)} {unit}"


def _number(amount: Fraction) -> str:
    return f"{float(amount):.12g}"
