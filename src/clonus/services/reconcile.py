"""From the entries of a medication list to what each one means; no entry is ever silently ignored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from clonus.catalogue.names import Meaning, fold
from clonus.catalogue.reader import short
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Recognition
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.record import MedicationEntry, Order
from clonus.domain.substances import Strength
from clonus.services.order import completed, order_of
from clonus.services.overdose import OVERDOSE, overdoses_in, told_of_overdose
from clonus.services.patterns import AGO, BEGUN, DATE, DONE, RESTARTED
from clonus.services.sentence import Named, names_in

ORDERS = frozenset(("mg", "mcg", "g", "ml", "daily", "once", "twice", "times", "a", "day", "x", "at", "night", "needed", "as", "h"))
_THOUSANDS = re.compile(r"\d{3}\b")
_ENDLESS = re.compile(r"\d(?:[.,]?\d){99}")
_LONGEST = 2_000
_REASON = re.compile(
    r"\b(?:for|against)\b.*|\b(?:with|before|after) (?:a |each )?(?:food|meals?|water|milk|breakfast|lunch|dinner|supper)\b"
)
_COURSE = re.compile(rf"^(?:was |has been )?(?:{DONE}|{BEGUN})\b")
_HOW = {"frequency", "time", "route", "quantity", ""}
_ANY_PILL = ("pill", "pills", "lozenge", "lozenges", "syrup")
_EMPTY = Order()
_CODE_SYSTEMS = ("rxcui", "atc", "ndc")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one entry, or a part of it, was understood as.

    `meanings` has one element where it is recognized, several where it is ambiguous, none where it is not recognized.
    `doubted` says that words beside the names may deny them ("not on", "allergic to"), so that even one is ambiguous.
    `how` says how the name was understood, `order` what stands beside it, `remark` what whoever reads the answer must know.
    """

    entry: MedicationEntry
    meanings: tuple[Meaning, ...]
    doubted: bool = False
    how: str = ""
    order: Order = _EMPTY
    remark: str = ""

    status: Recognition = field(init=False)

    def __post_init__(self) -> None:
        known = any(meaning != _NO_DRUG for meaning in self.meanings)
        one = Recognition.RECOGNIZED if len(self.meanings) == 1 and not self.doubted else Recognition.AMBIGUOUS
        object.__setattr__(self, "status", one if known else Recognition.UNRECOGNIZED)


_NO_DRUG = Meaning()


def reconcile(entries: Iterable[MedicationEntry], catalogue: Catalogue) -> tuple[Reading, ...]:
    """What each entry of a list means, in the order given; an entry that names several drugs gives several readings.

    Args:
        entries: the list as charted.
        catalogue: where names are looked up.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> [reading] = reconcile([MedicationEntry("Zoloft 100 mg tablets, 1 qam")], open_catalogue())
        >>> reading.meanings[0].ingredients, reading.order.dose
        (('sertraline',), '100 mg')
    """
    return tuple(reading for entry in entries for reading in _read(entry, catalogue))


def no_entry(text: str) -> str:
    """Why no entry of a medication list can be so written, as the end of a sentence; empty where one can.

    Example:
        >>> no_entry("sertraline 50 mg"), no_entry("9" * 100)
        ('', 'holds a number of 100 digits or more, longer than any that is charted: check it.')
    """
    if len(text) > _LONGEST:
        return f"is {len(text):,} characters long, more than {_LONGEST:,}: give each drug an entry of its own."
    return "holds a number of 100 digits or more, longer than any that is charted: check it." if _ENDLESS.search(text) else ""


def entry_of(text: str) -> MedicationEntry:
    """A text as an entry of a medication list, `rxcui 36437` and the like as a code.

    Raises:
        InputRefused: if no entry can be so written.
    """
    if why := no_entry(text):
        raise InputRefused(Fault(Place(), f"`{short(text)}` {why}"))
    system, _, code = text.strip().partition(" ")
    coded = system.lower() in _CODE_SYSTEMS and bool(code)
    return MedicationEntry(f"{system.lower()} {code}", system.lower(), code) if coded else MedicationEntry(text)


def entries_of(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The entries of a list that somebody pasted: its lines, and what commas and semicolons part, save where a part only goes on.

    A part that names no drug and says only how or when ("once daily") belongs to the entry before it; "cough syrup" does not.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> entries_of("sertraline 50 mg, once daily; tramadol", open_catalogue())
        ('sertraline 50 mg, once daily', 'tramadol')
    """
    entries: list[str] = []
    for line in re.split(r"[\n\r;]+", text):
        begun = False
        for part in filter(None, map(str.strip, _parted(line))):
            if begun and _goes_on(part, catalogue):
                entries[-1] = f"{entries[-1]}, {part}"
            else:
                entries.append(part)
                begun = True
    return tuple(entries)


def _parted(line: str) -> list[str]:
    """A line between its commas, but for those in brackets and in thousands; it is read from its end, so that it is read once."""
    parts, end, inside = [], len(line), False
    for position in range(len(line) - 1, -1, -1):
        sign = line[position]
        if sign in "()[]":
            inside = sign in ")]"
        elif sign == "," and not inside and not _THOUSANDS.match(line, position + 1):
            parts.append(line[position + 1 : end])
            end = position
    return [line[:end], *reversed(parts)]


def _goes_on(part: str, catalogue: Catalogue) -> bool:
    """Whether a part of a line is a dose, a frequency, a route or when it was stopped, and no entry of its own, named or not."""
    names, folded = catalogue.names, fold(part)
    if any(overdoses_in(folded, names)):
        return not names_in(part, names).named
    begun = _COURSE.match(folded)
    text = DATE.sub(" ", AGO.sub(" ", folded[begun.end() :])) if begun else folded
    words = re.findall(r"[^\W\d_]+", _REASON.sub("", text))
    if not all(word in names.words or word in names.often or word in ORDERS for word in re.findall(r"[^\W\d_]+", text)):
        return False
    kinds = {names.words.get(word, "") for word in words}
    if begun:
        return kinds.isdisjoint(("form", "unnamed"))
    if kinds & {"indication", "unnamed"} or (kinds - _HOW and names.spelling(text)):
        return False
    counted = re.search(r"\d", text) or any(word in names.often or word in ORDERS for word in words) or "time" in kinds
    return bool(counted) or words == [] or all(names.routes.get(word) == "oral" and word not in _ANY_PILL for word in words)


def strength_of(name: str, catalogue: Catalogue, form: str = "", route: str = "") -> Strength:
    """How serotonergic an ingredient is in a form and by a route.

    A known ingredient that no entry describes is none, unless its action may be one that nobody has judged here: then it is unknown.
    """
    substance = catalogue.substances.get(name)
    if substance is None:
        return Strength.NONE if name in catalogue.names.rxcuis and name not in catalogue.names.unjudged else Strength.UNKNOWN
    return next((one.strength for one in substance.forms if form in one.forms or route in one.forms), substance.strength)


def _read(entry: MedicationEntry, catalogue: Catalogue) -> list[Reading]:
    named = _of_text(entry, catalogue) if entry.given != f"{entry.code_system} {entry.code}" else []
    coded = _of_code(entry, catalogue)
    if coded is None:
        return named or [Reading(entry, ())]
    return _of_both(entry, coded, named, catalogue)


def _of_both(entry: MedicationEntry, coded: Meaning, named: list[Reading], catalogue: Catalogue) -> list[Reading]:
    """The readings of an entry with a code and a text: the code's drug, and whatever else the text may mean.

    Where the text names other drugs alone, the code is used and a remark says so; what may act on serotonin stands beside it as ambiguous.
    """
    if not named:
        return [Reading(entry, (coded,), how=f"the code {entry.code_system} {entry.code}")]
    understood = [reading for reading in named if reading.status is not Recognition.UNRECOGNIZED]
    others = [reading for reading in understood if _means_more(reading, coded)]
    agreeing = [reading for reading in understood if not _apart(reading, coded)]
    own = next((reading for reading in agreeing if reading not in others), Reading(entry, ()))
    differs = _differs(entry, others, coded) if others and not agreeing else ""
    doubted = bool(agreeing) and all(reading.doubted for reading in agreeing)
    how = f"the code {entry.code_system} {entry.code}"
    first = Reading(own.entry, (coded,), doubted=doubted, how=how, order=own.order, remark=differs)
    if differs:
        return [first, *(replace(one, doubted=True) for one in others if _may_act(one, catalogue))]
    unknown = [Reading(entry, ())] if understood and names_in(entry.given, catalogue.names).left_apart else []
    return [first, *others, *unknown]


def _may_act(reading: Reading, catalogue: Catalogue) -> bool:
    """Whether something that a reading may mean may act on serotonin, or harm together with another drug by a statement."""
    names = [name for meaning in reading.meanings for name in meaning.ingredients]
    if any(meaning.drug_class for meaning in reading.meanings) or not catalogue.screening.spoken_of.isdisjoint(names):
        return True
    return any(strength_of(one, catalogue) is not Strength.NONE for one in names)


def _differs(entry: MedicationEntry, others: list[Reading], coded: Meaning) -> str:
    """The sentence that says that a code and a name do not agree."""
    said = " or ".join(dict.fromkeys(spelled(meaning) for reading in others for meaning in reading.meanings))
    code = f"the code {entry.code_system} {entry.code}"
    return f"`{entry.given}` is given with {code}, which means {spelled(coded)}, not {said}: the code was used; check which is right."


def _of_code(entry: MedicationEntry, catalogue: Catalogue) -> Meaning | None:
    names, code = catalogue.names, entry.code.strip()
    match entry.code_system:
        case "rxcui":
            ingredients = names.of_rxcui(code)
        case "ndc":
            ingredients = names.of_ndc(code)
        case "atc":
            return names.of_atc(code)
        case _:
            ingredients = ()
    return Meaning(ingredients=ingredients) if ingredients else None


def _means_more(reading: Reading, coded: Meaning) -> bool:
    """Whether a reading may be something that the code does not mean; a name of several products is settled by the code."""
    more = [meaning.drug_class or set(meaning.ingredients) - set(coded.ingredients) for meaning in reading.meanings if meaning != coded]
    return any(more) and not (coded in reading.meanings and not reading.doubted)


def _apart(reading: Reading, coded: Meaning) -> bool:
    """Whether a name means nothing that the code means."""
    return all(meaning != coded and set(coded.ingredients).isdisjoint(meaning.ingredients) for meaning in reading.meanings)


def _of_text(entry: MedicationEntry, catalogue: Catalogue) -> list[Reading]:
    """A reading for each drug that a text names, and one without a meaning for words that say something else."""
    text = names_in(entry.given, catalogue.names)
    if not text.named:
        return [Reading(entry, ())]
    told = told_of_overdose(text, entry.moments, catalogue.names)
    taken = [one for one, surely in told.items() if surely]
    named = [one if one.doubted or told.get(one, True) else replace(one, doubted=OVERDOSE) for one in text.named if one not in taken]
    readings = [_reading(entry, one, catalogue) for one in named if not one.doubted]
    readings += [_in_overdose(_reading(entry, one, catalogue)) for one in taken]
    doubted = [one for one in named if one.doubted]
    either = [one for one in doubted if catalogue.names.denials.get(one.doubted) == "alternative"]
    for one in (one for one in doubted if one not in either):
        readings.append(Reading(entry, one.meanings, doubted=True, how=one.doubted))
    if either:
        meanings = dict.fromkeys(meaning for one in either for meaning in one.meanings)
        readings.append(Reading(entry, tuple(meanings), doubted=True, how=either[0].doubted))
    return [*readings, Reading(entry, ())] if text.left else readings


def _in_overdose(reading: Reading) -> Reading:
    entry = reading.entry
    remark = f"`{entry.given}` was read as an overdose that was taken; correct it if it was none, or was long ago."
    return replace(reading, entry=replace(entry, overdose=True, stopped=None, stopped_undated=False), remark=reading.remark or remark)


def _reading(entry: MedicationEntry, one: Named, catalogue: Catalogue) -> Reading:
    if not (one.before + one.after).strip():
        return Reading(entry, one.meanings, how=one.how)
    order = order_of(one.before, one.after, entry.moments, catalogue.names)
    if one.again:
        order = replace(order, stopped=None, stopped_undated=False, started=None)
    elif RESTARTED.search(_elsewhere(entry, one)):
        order = replace(order, stopped=None, stopped_undated=order.stopped is not None or order.stopped_undated, started=None)
    return Reading(completed(entry, order), one.meanings, how=one.how, order=order)


def _elsewhere(entry: MedicationEntry, one: Named) -> str:
    """The rest of an entry's text, which may say that a drug was begun again."""
    return fold(entry.given).replace(one.after, " ")


def spelled(meaning: Meaning) -> str:
    """A meaning in words: its ingredients, or its class."""
    return meaning.drug_class or " + ".join(meaning.ingredients) or "no drug"
