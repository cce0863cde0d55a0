"""A hundred thousand strings, and near-names of every tracked drug: nothing breaks, nothing is dropped, nothing is guessed from afar."""

import random
import string

import pytest

import clonus
from clonus.catalogue.names import fold
from clonus.domain.assessment import Recognition
from clonus.domain.record import MedicationEntry
from clonus.services.reconcile import Reading, reconcile
from clonus.services.sentence import CORRECTED
from clonus.services.spelling import near_enough

CATALOGUE = clonus.open_catalogue()
TRACKED = sorted(name for name in CATALOGUE.substances if name.isalpha())
SCRIPTS = "абвгдежзийαβγδεζηθאבגדהוابتثجح日本語薬剤नमस्ते🙂💊\u200b\u202e\u0301\ufeff\ufffd"
PART = 12_500


def read(text: str) -> tuple[Reading, ...]:
    """What one text comes back as."""
    return reconcile([MedicationEntry(text)], CATALOGUE)


def distance(one: str, other: str) -> int:
    """Letters wrong, missing, too many or changed with their neighbor, counted from the definition."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def allowed(word: str) -> int:
    """The rule of the how-to: none below six letters, one below nine, else two."""
    return 0 if len(word) < 6 else 1 if len(word) < 9 else 2


def nearest(word: str, name: str) -> int:
    """How far a word is from the nearest spelling of what it was taken for."""
    spellings = (spelling for spelling in SPELLED.get(name, ()) if abs(len(spelling) - len(word)) < 3)
    return min((distance(word, spelling) for spelling in spellings), default=99)


def _spelled() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for spelling in {*CATALOGUE.names.own, *CATALOGUE.names.table.keys()}:
        for meaning in CATALOGUE.names.meanings_of(spelling):
            for name in (*meaning.ingredients, meaning.drug_class):
                found.setdefault(name, []).append(spelling)
    return found


SPELLED = _spelled()


def a_junk(chance: random.Random) -> str:
    """A string of one of the kinds that lists and wires carry."""
    match chance.randrange(6):
        case 0:
            return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 40))).decode("latin-1")
        case 1:
            return "".join(chance.choice(SCRIPTS + string.ascii_letters) for _ in range(chance.randrange(1, 30)))
        case 2:
            return "".join(chance.choice(string.printable) for _ in range(chance.randrange(1, 60)))
        case 3:
            return " ".join(
                chance.choice(("a", "1", "mg", "po", "()", "--", "/", ";", "x", "\x00", "\u202e")) for _ in range(chance.randrange(1, 20))
            )
        case 4:
            return "".join(chance.choice(string.ascii_lowercase) for _ in range(chance.randrange(1, 14)))
        case _:
            return a_near_name(chance, chance.choice(TRACKED))


def a_near_name(chance: random.Random, name: str) -> str:
    """A name with one to four letters changed, dropped, doubled or in each other's place."""
    letters = list(name)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(letters))
        match chance.randrange(4):
            case 0:
                letters[at] = chance.choice(string.ascii_lowercase)
            case 1 if len(letters) > 1:
                del letters[at]
            case 2:
                letters.insert(at, letters[at])
            case _:
                letters[at : at + 2] = reversed(letters[at : at + 2])
    return "".join(letters)


@pytest.mark.parametrize("part", range(8))
def test_a_hundred_thousand_strings_break_nothing_and_none_is_dropped(part: int) -> None:
    chance = random.Random(part)
    for _ in range(PART):
        text = a_junk(chance)

        readings = read(text)

        assert readings, repr(text)
        assert all(reading.entry.given == text for reading in readings)


@pytest.mark.parametrize("part", range(4))
def test_no_misspelling_is_forgiven_from_farther_than_the_rule_allows(part: int) -> None:
    chance = random.Random(100 + part)
    forgiven = 0
    for name in TRACKED[part::4]:
        for _ in range(30):
            text = a_near_name(chance, name)
            for reading in read(text):
                if reading.how == CORRECTED and reading.status is Recognition.RECOGNIZED:
                    forgiven += 1
                    word = fold(text)
                    meaning = reading.meanings[0]
                    far = min(nearest(word, one) for one in (*meaning.ingredients, meaning.drug_class) if one)
                    assert far <= allowed(word), (text, meaning)
    assert forgiven > 50


def test_the_words_that_are_compared_are_all_that_can_be_near() -> None:
    """The short list by pairs of letters loses none of the words that a comparison with every known word finds."""
    chance = random.Random(7)
    every = [word for words in CATALOGUE.names.words_of_length.values() for word in words]
    for name in chance.sample(TRACKED, 40):
        word = a_near_name(chance, name)
        for most in (1, 2):
            near = {one for one in every if abs(len(one) - len(word)) <= most and distance(one, word) <= most}
            assert near <= set(near_enough(word, most, CATALOGUE.names)), word


def test_no_two_look_alikes_are_reached_from_between_them() -> None:
    """Each word that is as near to one of a pair as to the other is given back as neither."""
    for pair in CATALOGUE.names.lookalikes:
        one, other = sorted(pair)
        if not (one.isalpha() and other.isalpha() and len(one) == len(other)) or distance(one, other) != 2:
            continue
        differing = [at for at in range(len(one)) if one[at] != other[at]]
        between = "".join(other[at] if at == differing[0] else one[at] for at in range(len(one)))
        if CATALOGUE.names.spelling(between) is None:
            [reading] = read(between)
            assert reading.status is not Recognition.RECOGNIZED, between


@pytest.mark.parametrize(
    "text", ["sertraline " * 2000, "x" * 10_000, "fluoxetne " * 500, ";" * 5000 + "tramadol", "(" * 3000, "mg " * 3000]
)
def test_a_very_long_text_is_read_to_its_end(text: str) -> None:
    readings = read(text)

    assert readings
    if "tramadol" in text:
        assert any("tramadol" in meaning.ingredients for reading in readings for meaning in reading.meanings)
