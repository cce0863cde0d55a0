"""The shape of what `clonus agents --format json` prints."""

from typing import Literal, TypedDict

from clonus.adapters.formats.answers.words import MadeBy


class CitedPart(TypedDict):
    """The ids of the sources of a statement."""

    sources: list[str]


class HalfLifeLine(CitedPart):
    """The half-life of a parent or an active metabolite, from its lower to its upper end; null where no source gave one."""

    name: str
    hours: list[float] | None


class KineticsLine(CitedPart):
    """A sentence about the kinetics of an agent."""

    says: str


class OnBoardLine(TypedDict):
    """The days after the last dose below which an agent is on board, and after which it is not; between them it is not known."""

    yes_below: float
    no_after: float


class WaitLine(TypedDict):
    """The interval before an irreversible MAO inhibitor, and whose it is."""

    days: float
    authority: str


class EnzymeLine(CitedPart):
    """A cytochrome that an agent inhibits, with its strength, or by which it is cleared."""

    enzyme: str
    role: str
    strength: str | None


class AffinityLine(CitedPart):
    """How tightly an agent binds; constants of one target compare only within one assay and species."""

    target: str
    nanomolar: str
    measure: str
    species: str


class FrequencyLine(CitedPart):
    """How often an effect was seen, as a label or a trial table says it."""

    effect: str
    says: str
    percent: float | None
    placebo: float | None


class ReportLine(CitedPart):
    """A disproportionality of a registry of spontaneous reports; never comparable across registries or comparators."""

    event: str
    odds_ratio: float
    interval: list[float] | None
    comparator: str
    registry: str


class LabelDoseLine(CitedPart):
    """What a label says of the dose for some patients: milligrams a day, and days between rises; null where it gives none."""

    population: str
    ages: list[float] | None
    form: str | None
    start_mg: float | None
    step_mg: float | None
    interval_days: float | None
    maximum_mg: float | None
    authority: str
    says: str


class AgentLine(TypedDict):
    """One agent as it stands beside others; what no source gave is null or empty.

    `half_lives` has the parent first. `five_half_lives_days` are days to steady state, and as many to clearance; `accumulation` is how
    many times one dose a day of doses adds up to.
    """

    name: str
    serotonergic: str
    half_lives: list[HalfLifeLine]
    steady_state_days: list[float] | None
    peak_hours: list[float] | None
    five_half_lives_days: list[float] | None
    accumulation: list[float] | None
    kinetics: KineticsLine | None
    on_board_days: OnBoardLine
    before_irreversible_maoi: WaitLine | None
    enzymes: list[EnzymeLine]
    affinities: list[AffinityLine]
    frequencies: list[FrequencyLine]
    reports: list[ReportLine]
    doses: list[LabelDoseLine]


class AgentsPart(TypedDict):
    """Agents side by side, with the note that their order ranks nothing."""

    note: str
    sheets: list[AgentLine]


class AgentsDocument(TypedDict):
    """Kinetics, enzymes, affinities, frequencies, reports and doses of agents, as `clonus agents --format json` prints them."""

    schema_version: Literal[1]
    clonus: MadeBy
    agents: AgentsPart
