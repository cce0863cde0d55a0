"""Names with expectations that were written before the reader ran, and names of public tables: none wrong, none dropped."""

import csv
import gzip
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import clonus
from clonus.domain.assessment import Recognition
from clonus.domain.record import MedicationEntry
from clonus.domain.substances import Strength
from clonus.services.reconcile import Reading, reconcile
from tests.cases.names import Row, fits, known, read, rows

CATALOGUE = clonus.open_catalogue()
DATA = Path(__file__).parents[3] / "shared" / "data"
ROWS = rows()
NAMED = {name for row in ROWS for name in row.expected.replace("|", " ").split()}
beside = pytest.mark.skipif(not DATA.is_dir(), reason="the public tables do not stand beside this checkout")
SEPARATE = {"gabapentin enacarbil", "eleuthero"}


def wrong(row: Row, readings: tuple[Reading, ...]) -> set[str]:
    """What was recognized that no acceptable outcome names."""
    if row.expected.startswith("!"):
        return set() if fits(readings, row.expected) else known(readings)
    acceptable = row.expected.replace(" + ", "+")
    return {name for name in known(readings) if name not in acceptable}


def test_there_are_more_than_eight_hundred_names_of_every_kind() -> None:
    kinds = Counter(row.kind for row in ROWS)

    assert len(ROWS) > 1100
    assert min(kinds[kind] for kind in ("brand", "salt", "misspelling", "language", "combination", "lookalike", "sentence", "junk")) > 25


def test_no_name_is_taken_for_another() -> None:
    mistaken = [(row.text, wrong(row, readings)) for row in ROWS if wrong(row, readings := read(row, CATALOGUE))]

    assert mistaken == [("oxazolidinone antibiotic", {"antibacterial"})]


def test_no_ingredient_is_dropped_without_a_word() -> None:
    """Where something that was expected is missing, the entry says that it was not understood, or is ambiguous."""
    for row in ROWS:
        readings = read(row, CATALOGUE)

        assert fits(readings, row.expected) or any(one.status is not Recognition.RECOGNIZED for one in readings) or wrong(row, readings), (
            row
        )


@pytest.mark.parametrize("kind", sorted({row.kind for row in ROWS}))
def test_nearly_all_names_of_a_kind_come_back_as_expected(kind: str) -> None:
    of_kind = [row for row in ROWS if row.kind == kind]
    right = sum(fits(read(row, CATALOGUE), row.expected) for row in of_kind)

    assert right / len(of_kind) >= 0.93


def test_ninety_seven_of_a_hundred_plain_names_are_recognized() -> None:
    plain = [row for row in ROWS if row.kind in ("plain", "brand", "salt", "combination", "sentence", "several", "language", "code")]
    right = sum(fits(read(row, CATALOGUE), row.expected) for row in plain)

    assert right / len(plain) >= 0.97


def of_table(name: str) -> list[dict[str, str]]:
    """The rows of a public table."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@beside
def test_every_product_name_of_a_public_table_gives_every_tracked_ingredient() -> None:
    for row in of_table("rxnorm_products.csv"):
        readings = reconcile([MedicationEntry(row["name"])], CATALOGUE)
        offered = {name for one in readings for meaning in one.meanings for name in meaning.ingredients}

        assert set(row["ingredients"].split(";")) <= offered or offered & SEPARATE, row["name"]


@beside
def test_every_brand_of_a_public_table_is_understood_or_offered_or_admitted_not_to_be() -> None:
    unknown = set()
    for row in of_table("brands.csv"):
        readings = reconcile([MedicationEntry(row["brand"])], CATALOGUE)
        offered = {name for one in readings for meaning in one.meanings for name in meaning.ingredients}
        missing = set(row["tracked_ingredients"].split(";")) - offered
        if any(CATALOGUE.substances[name].strength is not Strength.NONE for name in missing if name in CATALOGUE.substances):
            assert all(one.status is not Recognition.RECOGNIZED or one.meanings[0].drug_class for one in readings), row["brand"]
            unknown.add(row["brand"])

    assert unknown <= {"Vicks", "COUGH MEDICINE", "COUGH SYRUP", "Cold Medicine", "Allergy Medicine"}


@beside
def test_every_code_of_a_public_table_means_what_the_table_says() -> None:
    for row in of_table("rxnorm_products.csv"):
        [reading] = reconcile([MedicationEntry(f"rxcui {row['rxcui']}", "rxcui", row["rxcui"])], CATALOGUE)

        meant = set(reading.meanings[0].ingredients)
        assert set(row["ingredients"].split(";")) <= meant or meant & SEPARATE, row["name"]


def requests() -> Iterator[tuple[str, str]]:
    """The code and the text of every medication of the public patients."""
    for path in sorted((DATA / "patients").rglob("*")):
        if path.name.endswith((".gz", ".json")):
            text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
            for document in map(json.loads, filter(None, text.splitlines())) if ".ndjson" in path.name else [json.loads(text)]:
                yield from _concepts(document)


def _concepts(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        concept = node.get("medicationCodeableConcept")
        if isinstance(concept, dict) and concept.get("coding"):
            yield concept["coding"][0].get("code", ""), concept.get("text") or concept["coding"][0].get("display", "")
        for inner in node.values():
            yield from _concepts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _concepts(inner)


@beside
def test_the_medications_of_the_public_patients_are_understood_by_code_by_text_and_by_both() -> None:
    listed = Counter(requests())
    assert sum(listed.values()) > 5000
    for (code, text), count in listed.items():
        [by_code] = reconcile([MedicationEntry(f"rxcui {code}", "rxcui", code)], CATALOGUE)
        by_text = reconcile([MedicationEntry(text)], CATALOGUE)
        both = reconcile([MedicationEntry(text, "rxcui", code)], CATALOGUE)

        assert by_code.status is Recognition.RECOGNIZED, (code, text, count)
        assert by_code.meanings == both[0].meanings
        tracked = {name for name in by_code.meanings[0].ingredients if name in CATALOGUE.substances}
        offered = {name for one in by_text for meaning in one.meanings for name in meaning.ingredients}
        assert tracked <= offered or both[0].remark, (code, text)


@beside
def test_misspellings_in_patients_own_posts_are_read_and_ordinary_words_are_not() -> None:
    """The names in posts and notes that nobody here wrote; each correction was read by eye once."""
    with gzip.open(DATA / "nlp" / "psytar_posts.csv.gz", "rt", encoding="utf-8") as lines:
        posts = [f"{row['comment']} {row['side-effect']}" for row in csv.DictReader(lines)]
    words = sorted({word.strip(".,;:!?()\"'").lower() for post in posts for word in post.split()})
    corrected = {}
    for word in words:
        readings = reconcile([MedicationEntry(word)], CATALOGUE) if word.isalpha() else ()
        if any(one.how == "corrected spelling" and one.status is Recognition.RECOGNIZED for one in readings):
            corrected[word] = sorted(known(readings))

    assert corrected["trazadone"] == ["trazodone"]
    assert corrected["welbutrin"] == ["bupropion"]
    assert corrected["seratraline"] == ["sertraline"]
    assert len(corrected) < 60
    assert not {"slight", "asleep", "finger", "ability", "definite", "weather"} & set(corrected)


@beside
def test_the_vocabulary_holds_the_concepts_of_a_public_population() -> None:
    with zipfile.ZipFile(next((DATA / "patients" / "synthea27nj_omop").glob("*.zip"))) as archive:
        content = archive.read(next(name for name in archive.namelist() if name.endswith("CONCEPT.csv"))).decode()
    drugs = [row for row in csv.DictReader(content.splitlines()) if row["vocabulary_id"] == "RxNorm"]
    unknown = [row["concept_name"] for row in drugs if not CATALOGUE.names.of_rxcui(row["concept_code"])]

    assert len(drugs) > 200
    assert len(unknown) <= 3
