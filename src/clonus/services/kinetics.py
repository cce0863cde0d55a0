"""Kinetics of one agent for one patient: how long what stays longest of it takes to go, and what of the patient lengthens that."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from clonus.catalogue.shelves import Catalogue
from clonus.domain.agents import OLDER_THAN, KineticFactor
from clonus.domain.evidence import Evidence
from clonus.domain.record import PatientRecord
from clonus.domain.substances import HalfLife, Substance
from clonus.domain.switching import DaysSpan, KineticEstimate
from clonus.domain.truth import Truth
from clonus.services.clock import HALF_LIVES, on_board
from clonus.services.reconcile import reconcile

_DAY = 24
NOBODY = PatientRecord()
_SAID = {
    "cyp2d6_poor": "poor CYP2D6 metabolism",
    "cyp2c19_poor": "poor CYP2C19 metabolism",
    "hepatic_impairment": "liver impairment",
    "renal_impairment": "kidney impairment",
    "older": f"an age above {OLDER_THAN}",
}


def estimate_of(name: str, catalogue: Catalogue, patient: PatientRecord = NOBODY) -> KineticEstimate:
    """Five half-lives of what stays longest of an agent, in days, with what of this patient lengthens them.

    Irreversible inhibitors have none. A factor counts only where a source gives its figure for this agent.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> estimate_of("fluoxetine", open_catalogue()).assumes
        '5 half-lives of norfluoxetine, 96 to 384 hours'
    """
    substance = catalogue.substances.get(name)
    if substance is not None and (substance.irreversible or (substance.window is not None and substance.half_life is None)):
        return KineticEstimate(f"{name} inhibits its enzyme for good, and the enzyme has to be made anew: half-lives say nothing")
    moieties = moieties_of(substance)
    if not moieties:
        return KineticEstimate(f"{name}: no half-life stands here")
    known = catalogue.kinetics.get(name)
    present = factors_of(patient)
    bearing = [one for one in (known.factors if known else ()) if _bears(one, present, patient, catalogue)]
    longest = max(moieties, key=lambda one: one.span(bearing).central)
    used, low, high = longest.slowed_by(bearing), longest.half_life.low, longest.half_life.high
    ratio = f", times {float(used.half_life_ratio):g} for {_reason(used)}" if used else ""
    return KineticEstimate(
        assumes=f"{HALF_LIVES} half-lives of {longest.name}, {float(low):g} to {float(high):g} hours{ratio}",
        span=longest.span(bearing),
        factors=(_reason(used),) if used else (),
        besides=tuple(_reason(one) for one in bearing if one is not used and longest.is_slowed_by(one)),
        unmeasured=tuple(_SAID[word] for word in present if not any(one.when == word for one in bearing)),
        evidence=(*longest.evidence, *(used.evidence if used else ())),
    )


@dataclass(frozen=True, slots=True)
class Moiety:
    """A parent or a metabolite with its half-life."""

    name: str
    half_life: HalfLife
    evidence: tuple[Evidence, ...]

    def is_slowed_by(self, factor: KineticFactor) -> bool:
        """Whether a factor lengthens this half-life."""
        return factor.moiety == self.name and factor.half_life_ratio > 1

    def slowed_by(self, factors: Iterable[KineticFactor]) -> KineticFactor | None:
        """Of the factors that lengthen it the one that does so most; they are not multiplied, since nobody measured them together."""
        return max(filter(self.is_slowed_by, factors), key=lambda one: one.half_life_ratio, default=None)

    def span(self, factors: Iterable[KineticFactor]) -> DaysSpan:
        """The days that five half-lives take."""
        slower = self.slowed_by(factors)
        ratio = slower.half_life_ratio if slower else Fraction(1)
        ends = (self.half_life.low, self.half_life.central, self.half_life.high)
        return DaysSpan(*(HALF_LIVES * hours * ratio / _DAY for hours in ends))


def moieties_of(substance: Substance | None) -> list[Moiety]:
    """The parent and the active metabolites whose half-lives are known, the parent first."""
    if substance is None:
        return []
    parent = [Moiety(substance.name, substance.half_life, substance.half_life.evidence)] if substance.half_life else []
    return [*parent, *(Moiety(one.name, one.half_life, one.evidence) for one in substance.metabolites if one.half_life)]


def factors_of(patient: PatientRecord) -> tuple[str, ...]:
    """The named factors that this patient is known to have."""
    who = patient.patient
    flags = {
        "cyp2d6_poor": who.cyp2d6 == "poor",
        "cyp2c19_poor": who.cyp2c19 == "poor",
        "hepatic_impairment": "hepatic_impairment" in who.conditions,
        "renal_impairment": "renal_impairment" in who.conditions,
        "older": who.age is not None and who.age > OLDER_THAN,
    }
    return tuple(word for word, there in flags.items() if there)


def _bears(factor: KineticFactor, present: Iterable[str], patient: PatientRecord, catalogue: Catalogue) -> bool:
    """Whether a factor is one of this patient; an agent on the list counts while it is not known to be gone."""
    if factor.when != "with":
        return factor.when in present
    for reading in reconcile(patient.medications or (), catalogue):
        named = {name for meaning in reading.meanings for name in meaning.ingredients} & set(factor.agents)
        substances = [catalogue.substances[name] for name in named if name in catalogue.substances]
        if named and on_board(reading.entry, substances, catalogue) is not Truth.NO:
            return True
    return False


def _reason(factor: KineticFactor) -> str:
    return f"{' or '.join(factor.agents)} on the list" if factor.when == "with" else _SAID[factor.when]
