"""What is known of going from one agent to another, and the answer to when one may start."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from clonus.domain.evidence import Evidence, Review


class Method(Enum):
    """How one agent follows another."""

    WASHOUT = "washout"
    TAPER_THEN_WASHOUT = "taper_then_washout"
    TAPER_THEN_START = "taper_then_start"
    DIRECT = "direct"
    CROSS_TAPER = "cross_taper"
    NO_INTERVAL = "no_interval"


@dataclass(frozen=True, slots=True)
class Washout:
    """What an authority says of going from some agents to others: the days from the last dose to the first, in this direction alone.

    `set_by_started` says that what is started sets it, so that it tells nothing of how long what is left stays on board.
    `days` is the least that it asks for, `up_to` the most where it leaves a range to a specialist. `leaving` and `starting` are
    the words as written, substances or classes; `leaves` and `starts` the substances that they mean.
    """

    leaving: tuple[str, ...]
    starting: tuple[str, ...]
    days: Fraction
    up_to: Fraction | None
    authority: str
    method: Method
    says: str
    evidence: tuple[Evidence, ...]
    review: Review
    leaves: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    set_by_started: bool = False

    @property
    def name(self) -> str:
        """What the audit calls it."""
        return f"{', '.join(self.leaving)} to {', '.join(self.starting)} ({self.authority})"

    def is_about(self, leaving: str, starting: str) -> bool:
        """Whether it speaks of this pair in this direction."""
        return leaving in self.leaves and starting in self.starts

    def beats(self, other: "Washout", leaving: str, starting: str) -> bool:
        """Whether it is the more specific of two statements of one authority about a pair.

        The end that is left comes first, since the wait is set by what is left, then the end that is started. At an end a statement
        that names the agent is more specific than one that names its class, and of two that name classes the one within the other.
        """
        if self.authority != other.authority:
            return False
        first = _closer(leaving in self.leaving, self.leaves, leaving in other.leaving, other.leaves)
        then = _closer(starting in self.starting, self.starts, starting in other.starting, other.starts)
        return first > 0 or (first == 0 and then > 0)


def _closer(named: bool, means: frozenset[str], other_named: bool, other_means: frozenset[str]) -> int:
    """1 where the first speaks more closely of an agent than the second, -1 where less so, 0 where neither does."""
    if named or other_named:
        return int(named) - int(other_named)
    return int(means < other_means) - int(other_means < means)


@dataclass(frozen=True, slots=True)
class SwitchRemark:
    """Something to know of some switches; empty ends mean any agent.

    `kind` is emergency (what to do where it cannot wait), guard (the interval keeps from toxicity) or watch (what to watch for).
    """

    id: str
    kind: str
    leaving: tuple[str, ...]
    starting: tuple[str, ...]
    says: str
    evidence: tuple[Evidence, ...]
    review: Review
    leaves: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Start:
    """The first moment at which the agent may be started, as text; the two differ where the last dose is known only in part."""

    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class SwitchRule:
    """A washout that bears on a switch; `beaten` where a more specific statement of the same authority takes its place."""

    washout: Washout
    beaten: bool = False
    start: Start | None = None

    @property
    def source(self) -> str:
        """The first of its sources."""
        return self.washout.evidence[0].source


@dataclass(frozen=True, slots=True)
class DaysSpan:
    """Days by the low end, the middle and the high end of a published range."""

    low: Fraction
    central: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class KineticEstimate:
    """Five half-lives of what stays longest of an agent; no span where half-lives say nothing, and `assumes` says why.

    `factors` name what of this patient lengthens them, which the span holds; `besides` what would too, and was not multiplied with it;
    `unmeasured` what no source gives a figure for.
    """

    assumes: str
    span: DaysSpan | None = None
    factors: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    unmeasured: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """When an agent may follow another: the rule that acts, every other rule, and what stands beside them.

    `guarded` says that the interval keeps from toxicity: an agent that inhibits monoamine oxidase, or the like, is at one end.
    `acting` is None where no source was found; `days` is what is applied, which a factor of the patient can lengthen. `unanswered`
    are pairs of ingredients of a combination that no source speaks of, `read_as` and `unused` what to know of how input was taken,
    `also_on_board` what else of the patient may act.
    """

    leaving: tuple[str, ...]
    starting: tuple[str, ...]
    authority: str
    acting: SwitchRule | None
    days: Fraction | None
    lengthened: bool
    rules: tuple[SwitchRule, ...]
    kinetics: tuple[KineticEstimate, ...]
    emergency: tuple[SwitchRemark, ...]
    watch_for: tuple[SwitchRemark, ...]
    guarded: bool = True
    unanswered: tuple[tuple[str, str], ...] = ()
    read_as: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    also_on_board: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    stopped: str = ""
    earliest_start: Start | None = None
