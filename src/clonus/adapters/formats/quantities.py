"""Reading measured values: a number, or a number with its unit, into the canonical unit of its measurement."""

import re
from fractions import Fraction

from clonus.catalogue.reader import Scalar
from clonus.catalogue.shapes import Form, no_number, number_of, shown
from clonus.domain.findings import Measurement

_QUANTITY = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+(?!\S))?)(?![\d,.]|/\d)\s*(.*?)\s*")
_LONGEST = 200


def quantity(form: Form, measurement: Measurement) -> Fraction | None:
    """The value of a measurement in its canonical unit, or None with a fault noted.

    Args:
        form: the mapping that has a key of the measurement's id.
        measurement: which units it may be written in, and what is possible.
    """
    id, node = measurement.id, form.nodes[measurement.id]
    if not isinstance(node, Scalar):
        form.wrong(id, f"is a list or a mapping: write one number, in {measurement.unit}.")
        return None
    match = _QUANTITY.fullmatch(node.text) if len(node.text) <= _LONGEST else None
    number = number_of(match.group(1)) if match else None
    if match is None or number is None:
        remedy = f"write a number in {measurement.unit}, or with its unit in one text"
        form.wrong(id, f"is {shown(node)}, {no_number(node.text, remedy)}.")
        return None
    unit = match.group(2)
    value = measurement.convert(number, unit) if unit else number
    if value is None:
        units = ", ".join(dict.fromkeys((measurement.unit, *(other.name for other in measurement.units))))
        form.wrong(id, f"is {shown(node)}, whose unit is not known: use one of {units}.")
    elif not measurement.least <= value <= measurement.most:
        form.wrong(id, f"is {shown(node)}, {_impossible(measurement, number, value, unit)}.")
        return None
    return value


def _impossible(measurement: Measurement, number: Fraction, value: Fraction, unit: str) -> str:
    """Why a value is refused, and how it would be written in a unit in which it is possible."""
    low, high = float(measurement.least), float(measurement.most)
    limits = f"it should be from {low:g} to {high:g} {measurement.unit}"
    if unit and value != number:
        return f"which is {float(value):.4g} {measurement.unit} and impossible: {limits}"
    possible = [one.name for one in measurement.units if measurement.least <= number * one.scale + one.offset <= measurement.most]
    written = " or ".join(f"`{float(number):g} {name}`" for name in possible if not unit)
    return f"which is impossible: {limits}{f'; in another unit write {written}' if written else ''}"
