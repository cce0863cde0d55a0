"""The reviews of a site: read before an answer, and signed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from clonus.catalogue.opening import open_catalogue
from clonus.catalogue.reviews import SiteReview, named, read_reviews, write_reviews
from clonus.catalogue.shelves import Catalogue
from clonus.catalogue.statements import statements_of, with_reviews
from clonus.domain.errors import Fault, InputRefused, Place

DEFAULT = "clonus-reviews.yaml"
_MOST_LETTERS = 200


def catalogue_with(reviews: Path | None) -> Catalogue:
    """The catalogue with the reviews of a site that hold still.

    Raises:
        InputRefused: if the file that was named is not there or cannot be used.
    """
    return open_catalogue() if reviews is None else with_reviews(open_catalogue(), reviews)


def sign(statements: Sequence[str], by: str, role: str, day: date, reviews: Path | None) -> tuple[Path, list[SiteReview]]:
    """Record that somebody reviewed some statements; where and what was signed is given back.

    Raises:
        InputRefused: if name, role or statements are missing.
        NotFound: if a statement does not exist.
    """
    if not by.strip() or not role.strip() or not statements:
        raise InputRefused(Fault(Place(), "to sign, say who (--sign), in which role (--as), and which statements: nothing was signed."))
    if not by.isprintable() or not role.isprintable() or len(by + role) > _MOST_LETTERS:
        raise InputRefused(
            Fault(Place(), "a name and a role are short texts on one line, of letters that can be printed: nothing was signed.")
        )
    if day > date.today():
        raise InputRefused(Fault(Place(), f"{day} lies ahead, and a review counts from the day of signing: nothing was signed."))
    catalogue, path = open_catalogue(), reviews or Path(DEFAULT)
    digests = {one.id: one.digest for one in statements_of(catalogue)}
    signed = [SiteReview(id, by.strip(), role.strip(), day, digests[id], catalogue.version) for id in named(statements, digests)]
    again = {one.statement for one in signed}
    write_reviews(path, [*(one for one in read_reviews(path) if one.statement not in again or one.by != by.strip()), *signed])
    return path, signed
