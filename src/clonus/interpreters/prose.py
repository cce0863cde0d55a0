"""A rule as plain sentences, so that nobody has to read its text."""

from typing import assert_never

from clonus.rules.tree import And, AtLeast, Fact, Not, Or, Rule


def sentence(rule: Rule, names: dict[str, str]) -> str:
    """A rule in words, with each fact called as `names` says.

    Example:
        >>> from clonus.rules.text import parse_rule
        >>> rule = parse_rule("tremor and (agitation or diaphoresis)")
        >>> sentence(rule, {"tremor": "tremor", "agitation": "agitation", "diaphoresis": "sweating"})
        'tremor, and either agitation or sweating'
    """
    match rule:
        case Fact(id):
            return names.get(id, id.replace("_", " "))
        case Not(Fact(id)):
            name = names.get(id, id.replace("_", " "))
            return f"no {name.removeprefix('an ').removeprefix('a ')}"
        case Not(inner):
            return f"not: {sentence(inner, names)}"
        case And(parts):
            return ", and ".join(_inside(part, names) for part in parts)
        case Or(parts):
            return "either " + " or ".join(_inside(part, names) for part in parts)
        case AtLeast(number, parts):
            return f"at least {number} of: " + "; ".join(_inside(part, names) for part in parts)
        case _:
            assert_never(rule)


def _inside(rule: Rule, names: dict[str, str]) -> str:
    words = sentence(rule, names)
    return f"({words})" if isinstance(rule, And | AtLeast) else words
