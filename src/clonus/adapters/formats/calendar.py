"""A placeholder until the calendar is merged."""

from clonus.adapters.formats.moments import AsOf
from clonus.domain.switching import Switch


def to_svg(answer: Switch, as_of: AsOf | None, *, styled: bool = True, name: str = "") -> str:
    """Nothing yet."""
    return ""
