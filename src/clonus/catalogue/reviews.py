"""A site's own reviews: who signed which statement, bound to what the statement said that day."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from clonus.catalogue.reader import read_bytes
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Fault, InputRefused, NotFound, Place, did_you_mean
from clonus.rules.tree import And, AtLeast, Fact, Not, Or

_COMPILED = ("solver", "solvers", "weighing")
_TREE = (And, AtLeast, Fact, Not, Or)
_PHARMACIST = {"pharmacist", "pharmacien", "pharmacienne", "apotheker", "apothekerin", "farmacéutico", "farmacéutica", "farmacista"}
_KINDS_OF_PHARMACIST = {"clinical", "hospital", "lead", "senior", "chief", "consultant", "pediatric", "emergency", "toxicology"}
_MOST_BYTES = 5_000_000
_KEYS = ("statement", "by", "role", "on", "digest", "catalogue")
_HEAD = "# Reviews of this site, written by `clonus audit --sign`; a signature lapses when its statement changes.\n"


@dataclass(frozen=True, slots=True)
class SiteReview:
    """That somebody of the site checked a statement, in which role, on which day, and the digest of what was checked."""

    statement: str
    by: str
    role: str
    on: date
    digest: str
    catalogue: str

    @property
    def is_by_pharmacist(self) -> bool:
        """Whether the role is that of a pharmacist; one that says more than that, such as a student's, is not."""
        *before, last = self.role.lower().split() or [""]
        return last in _PHARMACIST and set(before) <= _KINDS_OF_PHARMACIST


def read_reviews(path: Path) -> tuple[SiteReview, ...]:
    """The reviews in a file; none where there is no file yet.

    Raises:
        InputRefused: if the file cannot be read or has another form.
    """
    try:
        if not path.exists():
            return ()
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            raise InputRefused(Fault(Place(path.name), "this is no file of reviews: name another, or a new one."))
        content = path.read_bytes()
    except OSError as error:
        raise InputRefused(
            Fault(Place(path.name), f"the reviews cannot be read ({(error.strerror or 'unknown reason').lower()}).")
        ) from None
    faults: list[Fault] = []
    form = Form(read_bytes(content, path.name), "", {"reviews"}, faults)
    form.require("reviews")
    read = []
    for position, node in enumerate(form.items("reviews"), start=1):
        one = Form(node, f"reviews[{position}]", _KEYS, faults)
        one.require(*_KEYS)
        on = one.day("on")
        if on is not None:
            statement, by, role, digest, catalogue = (one.text(key) for key in _KEYS if key != "on")
            read.append(SiteReview(statement, by, role, on, digest, catalogue))
    if faults:
        raise InputRefused(faults)
    return tuple(read)


def write_reviews(path: Path, reviews: Iterable[SiteReview]) -> None:
    """Write reviews to a file, in the order of their statements; the old file stands until the new one is whole.

    Raises:
        InputRefused: if it cannot be written.
    """
    lines = [_HEAD, "reviews:\n"]
    for one in sorted(reviews, key=lambda review: (review.statement, review.on)):
        values = (one.statement, one.by, one.role, one.on.isoformat(), one.digest, one.catalogue)
        pairs = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in zip(_KEYS, values, strict=True))
        lines.append(f"  - {{{pairs}}}\n")
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text("".join(lines), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        sentence = f"the reviews cannot be written ({(error.strerror or 'unknown reason').lower()}): nothing was signed."
        raise InputRefused(Fault(Place(path.name), sentence)) from None


def holding(reviews: Iterable[SiteReview], digests: Mapping[str, str]) -> dict[str, SiteReview]:
    """The reviews that hold still, by statement: those whose statement says what it said; a pharmacist's before others, then the latest."""
    standing = (one for one in reviews if digests.get(one.statement) == one.digest)
    kept = sorted(standing, key=lambda one: (one.is_by_pharmacist, one.on))
    return {one.statement: one for one in kept}


def lapsed(reviews: Iterable[SiteReview], digests: Mapping[str, str]) -> list[SiteReview]:
    """The reviews whose statement has changed since, or is gone."""
    return [one for one in reviews if digests.get(one.statement) != one.digest]


def named(statements: Iterable[str], digests: Mapping[str, str]) -> list[str]:
    """The full ids of statements that are named by them, or by their ends where that is enough.

    Raises:
        NotFound: if a name means none, or more than one.
    """
    found = []
    for name in statements:
        meant = [name] if name in digests else [id for id in digests if id.endswith(f" {name}") or id.startswith(f"dose {name}.")]
        if len(meant) != 1:
            nearest = did_you_mean(name, digests) or ": `clonus audit --format json` lists them."
            several = f"`{name}` means {len(meant)} statements: {', '.join(meant[:4])}; name one of them."
            raise NotFound(Fault(Place(), several if meant else f"no statement is called `{name}`{nearest}"))
        found.append(meant[0])
    return list(dict.fromkeys(found))


def digest_of_statement(content: Any) -> str:  # noqa: ANN401  every kind of entry goes through here
    """What identifies exactly what a statement says."""
    text = json.dumps(plain(content), ensure_ascii=False, sort_keys=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def plain(value: Any) -> Any:  # noqa: ANN401  every kind of entry goes through here
    """An entry as plain values; what the program compiled from it is left out."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        kept = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in _COMPILED}
        return {name: plain(item) for name, item in kept.items() if not isinstance(item, _TREE)}
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, frozenset, set)):
        items = [plain(item) for item in value]
        return sorted(items) if isinstance(value, (frozenset, set)) else items
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
