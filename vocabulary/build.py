"""Builds the vocabulary of names: `python vocabulary/build.py --data ../shared/data --packages FOLDER --words FILE`.

In: the hand-kept tables beside this file, the tables of --data, and three published packages of public registries in --packages
(see README.md beside this file). Out: the tables in src/clonus/knowledge/names/ that are marked as generated there.
The same inputs give the same bytes.
"""

import argparse
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA
from registries import Product, french_codes, ndc_products, patient_codes, unii_names
from salts import active_part

from clonus.catalogue.names import NOT_A_DRUG, fold, sound
from clonus.catalogue.opening import open_catalogue
from clonus.services.spelling import mistakes_forgiven

HERE = Path(__file__).parent
NAMES = HERE.parent / "src" / "clonus" / "knowledge" / "names"
MOST_SETS = 6
_LOCAL = re.compile(r"TOPICAL|OPHTHALMIC|DENTAL|AURICULAR|CUTANEOUS")
_DRUGLIKE = re.compile(r"(?:ine|ol|ide|one|ane|ene|yl|ium|in|ate|il|um)s?$")
_FORMED = ("tryptophan", "methylene blue", "lithium")
_BRACKETED = re.compile(r"\s*\[[^]]*\]\s*$")
_PACK_OF = re.compile(r"Pack \[([^\]]*?)(?: \d+ Day)?\]$")
_IN_PACK = re.compile(r"\(([^()]*)\)")
_BEFORE = re.compile(r"^(?:NDA\d+ |Abuse-Deterrent |\d+ DAY |[\d.]+ (?:HR|ML|ACTUAT|MG|UNT) )+", re.IGNORECASE)
_STRENGTH = re.compile(r"\s+[\d.,]+ ?(?:MG|MCG|ML|UNT|MEQ|%|G|ACTUAT|HR|MMOL|MIL|CELLS|BAU|AMB).*$", re.IGNORECASE)


def unaccented(key: str) -> str:
    """A spelling as it is typed where a keyboard has no accents."""
    return "".join(one for one in unicodedata.normalize("NFD", key) if not unicodedata.combining(one))


def warn(sentence: str) -> None:
    """Tell whoever rebuilds of something to look at."""
    sys.stderr.write(f"{sentence}\n")


class Vocabulary:
    """Gathers spellings; what was said first of a spelling by a stronger kind stands, and brands may say several things."""

    def __init__(self, dictionary: frozenset[str]) -> None:
        self.ordinary = dictionary | {row["word"] for row in read(NAMES / "words.csv")}
        self.ingredients: dict[str, tuple[str, str]] = {}
        self.dropped = {row["name"] for row in read(HERE / "not_names.csv")}
        self.renamed = {row["name"]: row["means"] for row in read(HERE / "same_as.csv")}
        self.meant: dict[str, dict[str, tuple[str, set[str], set[str]]]] = defaultdict(dict)
        self.fixed: set[str] = set()
        self.passed_over: list[tuple[str, str, str]] = []

    def ingredient(self, name: str, rxcui: str, source: str) -> None:
        """Add an ingredient under its name; a code found later fills a gap."""
        kept = self.ingredients.get(name)
        if kept is None or (rxcui and not kept[0]):
            self.ingredients[name] = (rxcui, kept[1] if kept else source)
        self.spelling(name, (name,), "ingredient", "", source)

    def spelling(self, spelling: str, means: tuple[str, ...], kind: str, where: str, source: str) -> bool:
        """Add a spelling of an ingredient, or a brand; False where the spelling means something else already."""
        key = fold(spelling)
        if len(key) < 2 or "\t" in key:
            return False
        meant, target = self.meant[key], ";".join(sorted(means))
        if kind == "brand":
            if key in self.fixed and target not in meant:
                self.passed_over.append((key, target, source))
                return False
        elif meant and target not in meant:
            self.passed_over.append((key, target, source))
            return False
        else:
            self.fixed.add(key)
            if not key.isascii() and (plain := unaccented(key)) not in self.meant:
                self.spelling(plain, means, kind, where, source)
        entry = meant.setdefault(target, (kind, set(), set()))
        entry[1].update(part for part in where.split("+") if part)
        entry[2].add(source)
        return True

    def rows(self) -> Iterator[str]:
        """The lines of the table, in order; a brand of too many things, as a store's own label is, is left out."""
        lines = {}
        for key, meant in self.meant.items():
            if 0 < len(meant) <= MOST_SETS:
                kind = next(iter(meant.values()))[0]
                if kind == "brand" and self._is_label(key, meant):
                    kind = "label"
                where = "+".join(sorted({one for _, places, _ in meant.values() for one in places}))
                source = "+".join(sorted({one for _, _, sources in meant.values() for one in sources}))
                lines[key] = f"{key}\t{'|'.join(sorted(meant))}\t{kind}\t{where}\t{source}"
        for key, name in self.sounds().items():
            lines[f"~{key}"] = f"~{key}\t{name}\tsound\t\t"
        yield from sorted(lines.values(), key=lambda line: line.encode())

    def _is_label(self, key: str, meant: dict[str, tuple[str, set[str], set[str]]]) -> bool:
        """Whether a brand that one registry alone has is made of ordinary words, as `pain relief` is."""
        sources = {one for _, _, said in meant.values() for one in said}
        words = re.sub(r"'s\b|[-&+/.]", " ", key).split()
        return len(sources) == 1 and "background" not in sources and all(word in self.ordinary or word.isdigit() for word in words)

    def near_words(self, dictionary: frozenset[str]) -> list[str]:
        """The ordinary words that a correction of spelling would take for a name."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for key in self.meant:
            if key.isalpha() and len(key) > 3:
                by_length[len(key)].append(key)
        found = []
        for word in sorted(dictionary - set(self.meant)):
            most = mistakes_forgiven(word)
            near = (
                process.extractOne(word, by_length[n], scorer=OSA.distance, score_cutoff=most) for n in range(len(word) - 2, len(word) + 3)
            )
            if most and any(near):
                found.append(word)
        return found

    def sounds(self) -> dict[str, str]:
        """What the names of ingredients sound like in any European language, where only one of them does."""
        heard: dict[str, set[str]] = defaultdict(set)
        for key, meant in self.meant.items():
            if len(meant) == 1 and next(iter(meant.values()))[0] in ("ingredient", "synonym") and " " not in key and len(key) > 5:
                heard[sound(key)].update(meant)
        return {key: next(iter(names)) for key, names in sorted(heard.items()) if len(names) == 1 and len(key) > 4}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a hand-kept table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(table: str, header: list[str], rows: Iterable[list[str]]) -> None:
    """Write a generated table."""
    with (NAMES / table).open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([header, *rows])


def add_known(vocabulary: Vocabulary, data: Path) -> None:
    """The substances of the knowledge, the hand-kept ingredients, and the codes that independent extracts agree on."""
    for substance in open_catalogue().substances.values():
        vocabulary.ingredient(substance.name, substance.rxcui, "knowledge")
        for also in substance.also:
            vocabulary.spelling(also, (substance.name,), "synonym", "", "knowledge")
    for row in read(HERE / "ingredients.csv"):
        vocabulary.ingredient(row["name"], row["rxcui"], row["source"])
        for also in filter(None, row["also"].split(";")):
            vocabulary.spelling(also, (row["name"],), "synonym", "", row["source"])
    for row in read(data / "rxnorm_ingredients.csv"):
        if row["status"] == "ok" and row["ingredient"] in vocabulary.ingredients:
            vocabulary.ingredient(row["ingredient"], row["rxcui"], "rxnorm")


def add_hand_kept(vocabulary: Vocabulary) -> None:
    """International, lay and street names: what no registry has, and no rule derives."""
    for row in read(HERE / "languages.csv"):
        must(vocabulary, row["spelling"], row["means"], "international", row["language"].replace(";", "+"))
    for row in read(HERE / "lay.csv"):
        must(vocabulary, row["spelling"], row["means"], "lay", "")


def must(vocabulary: Vocabulary, spelling: str, means: str, kind: str, where: str) -> None:
    """A hand-kept row; a name that is no known ingredient, or a spelling that means another, is a mistake in the table."""
    if means == NOT_A_DRUG:
        vocabulary.spelling(spelling, (means,), kind, where, "background")
        return
    known = tuple(means.split(";"))
    for name in known:
        if name not in vocabulary.ingredients and not name.startswith("@"):
            vocabulary.ingredient(name, "", "background")
    if not vocabulary.spelling(spelling, known, kind, where, "background"):
        warn(f"languages or lay: {spelling} -> {means} stands already as {list(vocabulary.meant[fold(spelling)])}")


def add_registry(vocabulary: Vocabulary, products: Iterable[Product], packages: Path) -> dict[str, str]:
    """The ingredients of a national directory and of the international names in use, with their synonyms; what each name is called."""
    used = {part for product in products for part in product.parts}
    called: dict[str, str] = {}
    for names in unii_names(packages):
        spelled = {active_part(name) for name in names.all}
        known = [name for name in spelled if name in vocabulary.ingredients]
        means = {next(iter(vocabulary.meant[name])) for name in spelled if name in vocabulary.fixed and len(vocabulary.meant[name]) == 1}
        if len({*known, *means}) > 1 or not (known or means or used & spelled or names.marketed):
            continue
        name = next(iter({*known, *means}), active_part(names.display))
        if name in vocabulary.dropped:
            continue
        name = vocabulary.renamed.get(name, name)
        vocabulary.ingredient(name, "", "unii")
        for one in sorted(spelled):
            if vocabulary.spelling(one, (name,), "synonym", "", "unii"):
                called[one] = name
    for product in products:
        if any(part in open_catalogue().substances for part in product.parts):
            for part in product.parts:
                if part not in called and part not in vocabulary.dropped:
                    vocabulary.ingredient(part, "", "fda_ndc")
    for name in vocabulary.ingredients:
        called.setdefault(name, name)
    return called


def add_brands(vocabulary: Vocabulary, products: Iterable[Product], called: dict[str, str], data: Path) -> None:
    """Brands of the directory with every ingredient, then of other countries, then the hand-kept ones."""
    whole: dict[str, set[str]] = defaultdict(set)
    for product in products:
        means = tuple(called[part] for part in product.parts if part in called)
        if means and len(means) == len(product.parts) and _is_brand(product, vocabulary):
            for brand in set(product.brands) - {"N/A", "n/a"}:
                vocabulary.spelling(brand, means, "brand", "US", "fda_ndc")
                whole[fold(brand)].add(";".join(sorted(means)))
    for row in read(data / "rxnorm_products.csv"):
        parts = tuple(dict.fromkeys(called.get(active_part(one), "") for one in split_name(row["name"])))
        if row["brand"] and all(parts) and set(row["ingredients"].split(";")) <= set(parts):
            vocabulary.spelling(row["brand"], parts, "brand", "US", "rxnorm")
            whole[fold(row["brand"])].add(";".join(sorted(parts)))
    for row in patient_codes(data):
        pack = _PACK_OF.search(row["name"])
        parts = tuple(called.get(active_part(one), "") for one in split_name(row["name"]))
        if pack and all(parts):
            vocabulary.spelling(pack[1], parts, "brand", "US", "rxnorm")
    for row in read(HERE / "brands.csv"):
        for name in row["ingredients"].split(";"):
            if name.partition("!")[0] not in vocabulary.ingredients:
                warn(f"brands.csv: {row['brand']}: {name} is no ingredient")
        vocabulary.spelling(row["brand"], tuple(row["ingredients"].split(";")), "brand", row["region"].replace(";", "+"), "background")
    for row in read(data / "brands.csv"):
        spoken = {next(iter(vocabulary.meant[word])) for word in fold(row["brand"]).split() if _names_one(word, vocabulary)}
        named = set(row["tracked_ingredients"].split(";")) | spoken
        larger = [set(one.split(";")) for one in whole[fold(row["brand"])] if named <= set(one.split(";"))]
        form = _form(row["note"])
        if form:
            vocabulary.meant.pop(fold(row["brand"]), None)
        for parts in larger or [named]:
            urinary = form == "local" and parts & {"methenamine", "hyoscyamine", "phenyl salicylate"}
            marked = tuple(f"{one}!{'urinary' if urinary else form}" if form and one in _FORMED else one for one in parts)
            vocabulary.spelling(row["brand"], marked, "brand", row["region"], "registries")


def _names_one(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word of a brand is an ingredient's own name."""
    return word in vocabulary.ingredients and len(word) > 5 and len(vocabulary.meant[word]) == 1


def _form(note: str) -> str:
    """In which form a brand's agent is not taken as a drug for the whole body, as a note of the table says."""
    return "nutrition" if "amino-acid mix" in note else "local" if "methylene blue" in note or "topical" in note else ""


def settle_by_hand(vocabulary: Vocabulary) -> None:
    """A brand that the hand-kept table has in one meaning has it alone, unless a registry's product of that name holds an agent more."""
    kept: dict[str, set[str]] = defaultdict(set)
    for row in read(HERE / "brands.csv"):
        kept[fold(row["brand"])].add(";".join(sorted(row["ingredients"].split(";"))))
    described = open_catalogue().substances
    for key, meanings in kept.items():
        meant = vocabulary.meant[key]
        [only] = meanings if len(meanings) == 1 else [""]
        others = {name for target in meant if target != only for name in target.split(";")} - set(only.split(";"))
        if only in meant and not any(name in described and described[name].strength.value != "none" for name in others):
            vocabulary.meant[key] = {only: meant[only]}


def split_name(name: str) -> list[str]:
    """The substances that an RxNorm name lists: `A 5 MG / B 10 MG Oral Tablet [Brand]`, or a pack of such."""
    bare = _BRACKETED.sub("", name)
    listed = " / ".join(_IN_PACK.findall(bare)) if bare.startswith("{") else bare
    parts = (_STRENGTH.sub("", _BEFORE.sub("", part)).strip() for part in listed.split(" / "))
    return list(dict.fromkeys(part for part in parts if part and not part.startswith("inert ingredients")))


def _is_brand(product: Product, vocabulary: Vocabulary) -> bool:
    """Whether a product's name is worth knowing: prescribed, or one with an agent that the knowledge describes."""
    plain = fold(product.brands[0]).split()[0] if product.brands else ""
    if any(plain in part.split() for part in product.parts):
        return False
    return product.prescribed or any(part in open_catalogue().substances for part in product.parts)


def write_codes(vocabulary: Vocabulary, products: Iterable[Product], called: dict[str, str], data: Path) -> None:
    """The tables of product codes: RxNorm by ingredients, and the national drug codes by ingredients."""
    by_set: dict[str, set[str]] = defaultdict(set)
    clashing: dict[str, set[str]] = defaultdict(set)
    for product in products:
        means = tuple(called[part] for part in product.parts if part in called)
        if means and len(means) == len(product.parts) and (product.prescribed or not _LOCAL.search(product.route)):
            by_set[";".join(sorted(set(means)))].add(product.code)
            clashing[product.code].add(";".join(sorted(set(means))))
    settled = ([means, " ".join(sorted(code for code in codes if len(clashing[code]) == 1))] for means, codes in sorted(by_set.items()))
    write("ndc.csv", ["ingredients", "codes"], (row for row in settled if row[1]))
    codes: dict[str, str] = {}
    for row in (*read(data / "rxnorm_products.csv"), *patient_codes(data)):
        parts = [called.get(active_part(one), "") or brand_of(one, vocabulary) for one in split_name(row["name"])]
        known = [one for part in parts for one in part.split(";")]
        if known and all(known) and set(filter(None, row["ingredients"].split(";"))) <= set(known):
            codes.setdefault(row["rxcui"], ";".join(sorted(set(known))))
        elif row["ingredients"]:
            codes.setdefault(row["rxcui"], row["ingredients"])
        else:
            warn(f"no ingredients for the code of {row['name']}")
    codes |= {row["rxcui"]: row["ingredients"] for row in read(HERE / "codes.csv")}
    taken = {code for code, _ in vocabulary.ingredients.values()}
    write("products.csv", ["rxcui", "ingredients"], ([code, means] for code, means in sorted(codes.items()) if code not in taken))


def brand_of(name: str, vocabulary: Vocabulary) -> str:
    """The ingredients of a pack named by its brand alone, as `Camila 28 Day Pack` is."""
    meant = vocabulary.meant.get(fold(re.sub(r"\s+\d+ Day Pack.*$", "", name)), {})
    return next(iter(meant)) if len(meant) == 1 else ""


def main() -> None:
    """Read everything, write the generated tables, and say what was passed over."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--packages", type=Path, required=True)
    asked.add_argument("--words", type=Path, required=True, help="a list of ordinary English words, one a line")
    given = asked.parse_args()
    listed = (line.strip() for line in given.words.read_text(encoding="utf-8").splitlines())
    dictionary = frozenset(word for word in listed if word.isalpha() and word.isascii() and word.islower())
    vocabulary = Vocabulary(dictionary)
    add_known(vocabulary, given.data)
    add_hand_kept(vocabulary)
    products = list(ndc_products(given.packages))
    called = add_registry(vocabulary, products, given.packages)
    heard = vocabulary.sounds()
    for french, rxcui in french_codes(given.packages):
        meant = list(vocabulary.meant.get(fold(french), ())) or [one for one in (heard.get(sound(fold(french))),) if one]
        if len(meant) == 1 and meant[0] in vocabulary.ingredients:
            vocabulary.ingredient(meant[0], rxcui, "ansm")
            vocabulary.spelling(french, (meant[0],), "international", "fr", "ansm")
    add_brands(vocabulary, products, called, given.data)
    settle_by_hand(vocabulary)
    unjudged = {row["name"]: row["why"] for row in read(HERE / "unjudged.csv")}
    named = ([name, *said, unjudged.get(name, "")] for name, said in sorted(vocabulary.ingredients.items()))
    write("ingredients.csv", ["name", "rxcui", "source", "unjudged"], named)
    (NAMES / "spellings.tsv").write_text("\n".join(vocabulary.rows()) + "\n", encoding="utf-8")
    plain = sorted(word for word in dictionary if len(word) > 2 and word not in vocabulary.meant and not _DRUGLIKE.search(word))
    (NAMES / "dictionary.tsv").write_text("".join(f"{word}\t\n" for word in plain), encoding="utf-8")
    write("ordinary.csv", ["word"], ([word] for word in vocabulary.near_words(dictionary)))
    write_codes(vocabulary, products, called, given.data)
    (HERE / "passed_over.txt").write_text("\n".join("\t".join(row) for row in sorted(vocabulary.passed_over)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
