"""From the name of a substance as a registry writes it to the name of its active part, without the salt."""

import csv
import re
from pathlib import Path

with (Path(__file__).parent / "salts.csv").open(encoding="utf-8", newline="") as _rows:
    _KINDS = [(row["word"], row["kind"]) for row in csv.DictReader(_rows)]
_SALTS = frozenset(word for word, kind in _KINDS if kind in ("salt", "hydrate"))
_HYDRATES = frozenset(word for word, kind in _KINDS if kind == "hydrate")
_KEPT = frozenset(word for word, kind in _KINDS if kind == "kept")
_WHOLE = re.compile(
    r"^(sodium|potassium|calcium|magnesium|zinc|ferrous|ferric|iron|aluminum|ammonium|silver|copper|cupric|chromic|manganese|selenious|barium"
    r"|benzalkonium|benzethonium|cetylpyridinium|stannous|bismuth|chromium|methyl|ethyl|lanthanum|strontium|gold|thallous|rubidium|indium"
    r"|hydrogen|benzyl|glyceryl|isosorbide|amyl|propylene|polyethylene|mercuric|edetate|dequalinium|choline|trolamine|phenyl|menthyl|hexyl"
    r"|titanium|nitrous|water|cetrimonium)\b"
)
_ASIDE = re.compile(
    r",? (?:unspecified(?: form)?|license holder unspecified|dl-|d-|l-|\(\+/-\)-|\(-\)-|\(\+\)-|dried|anhydrous|human|\(human\)|crude"
    r"|porcine|bovine|modified|macrocrystals|regular|isophane|propylene glycol solvate)$|^dl-|\s*\([^)]*\)$"
)


def active_part(name: str) -> str:
    """The name of a substance in lower case without its salt and its form.

    Example:
        >>> active_part("SERTRALINE HYDROCHLORIDE"), active_part("POTASSIUM CHLORIDE"), active_part("LITHIUM CARBONATE")
        ('sertraline', 'potassium chloride', 'lithium')
    """
    plain = name.lower().replace(".alpha.-", "alpha-").strip()
    while (bare := _ASIDE.sub("", plain).strip(" ,")) != plain and bare:
        plain = bare
    words = plain.split()
    if words[:1] == ["lithium"]:
        return "lithium"
    if _WHOLE.match(plain):
        return " ".join(word for word in words if word not in _HYDRATES).rstrip(" ,") or plain
    while len(words) > 1 and words[-1] in _SALTS and not (len(words) == 2 and words[0] in _KEPT):
        words.pop()
    return " ".join(words)
