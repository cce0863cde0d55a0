"""The shape of what `clonus switch --format json` prints."""

from typing import Literal, NotRequired, TypedDict

from clonus.adapters.formats.answers.words import GradeWord, MadeBy, NamedLine

MethodWord = Literal["washout", "taper_then_washout", "taper_then_start", "direct", "cross_taper", "no_interval"]


class StartLine(TypedDict):
    """The first day or moment at which the agent may be started; the two differ where the last dose is known only in part."""

    earliest: str
    latest: str


class ActingRule(TypedDict):
    """The rule that acts: whose it is, and the days that it asks for.

    `authority` is `kinetics`, and `up_to` is left out, where a factor of the patient makes five half-lives longer than every rule.
    """

    authority: str
    days: float
    up_to: NotRequired[float | None]
    source: str | None
    method: MethodWord


_FromAgents = TypedDict("_FromAgents", {"from": list[str]})


class AboutAgents(_FromAgents):
    """The agents that a statement speaks of, as it names them: substances or classes."""

    to: list[str]


class SwitchRuleLine(TypedDict):
    """What one authority says of the switch; the dates are null where the last dose is not known.

    `up_to` is the most where a range is left to a specialist; `beaten` where a more specific statement of the same authority stands.
    """

    authority: str
    days: float
    up_to: float | None
    earliest: str | None
    latest: str | None
    source: str
    sources: list[str]
    grade: GradeWord
    about: AboutAgents
    method: MethodWord
    says: str
    beaten: bool


class KineticLine(TypedDict):
    """Five half-lives of what stays longest, in days, beside the rules, which it never shortens.

    `factors` are what of this patient lengthens them, `not_measured` what no source gives a figure for.
    """

    days: float | None
    low: float | None
    high: float | None
    assumes: str
    factors: list[str]
    not_measured: list[str]
    sources: list[str]


_FromAgent = TypedDict("_FromAgent", {"from": str})


class SwitchPart(_FromAgent):
    """When one agent may follow another.

    `earliest_start` is null without a last dose, where no interval sets a day, and where no source was found: then `acting` is null too,
    and `says` sends to a specialist. `emergency` is what to do where it cannot wait.
    """

    to: str
    stopped: str | None
    authority: str | None
    earliest_start: StartLine | None
    acting: ActingRule | None
    rules: list[SwitchRuleLine]
    kinetic: KineticLine | None
    lengthened_by_kinetics: bool
    says: str
    emergency: list[NamedLine]
    watch_for: list[NamedLine]


class SwitchDocument(TypedDict):
    """When one agent may follow another, by whose rule, and with which other rules, as `clonus switch --format json` prints it."""

    schema_version: Literal[1]
    clonus: MadeBy
    switch: SwitchPart
