"""The shape of every kind of entry in knowledge/: which keys it has, and what each must hold."""

from datetime import date
from fractions import Fraction

from clonus.catalogue.reader import Items, Node, Scalar
from clonus.catalogue.shapes import Form, duplicates, fraction_of, number_of
from clonus.domain.errors import Fault
from clonus.domain.evidence import BACKGROUND, Evidence, Grade, Review, Source, Status
from clonus.domain.findings import Code, Effort, ExaminationPart, Finding, Measurement, Unit
from clonus.domain.substances import (
    DrugClass,
    FixedWindow,
    HalfLife,
    LocalForm,
    Metabolite,
    Strength,
    Substance,
)

BUILT_IN_SOURCES = {
    BACKGROUND: Source(BACKGROUND, "A reviewer's background knowledge; no source was opened", "background", "not seen"),
    "arithmetic": Source("arithmetic", "Follows by arithmetic or from the meaning of the words", "background", "not needed"),
}
HIDING = ("paralysis", "deep_sedation", "benzodiazepine")
_ENTRY = {"evidence", "review"}
_TIERS = ("high", "moderate", "low", "doubtful", "pk_only", "antidote")
_LONG_AGO = Review(date.min, date.min, Status.DRAFT)


class EntryReader:
    """Reads the entries of one file; its `review` heads every entry that has none of its own."""

    def __init__(self, review: Review, faults: list[Fault]):
        self.review, self.faults = review, faults

    def form(self, node: Node, subject: str, *keys: str, evidence: bool = True) -> Form:
        """A form over an entry's keys, with `evidence` and `review` where the kind has them."""
        form = Form(node, subject, {*keys, *(_ENTRY if evidence else ())}, self.faults)
        if evidence:
            form.require("evidence")
            if "evidence" in form.nodes and not getattr(form.nodes["evidence"], "nodes", "text"):
                form.wrong("evidence", "is empty: name a source, or mark it {source: background, grade: background}.")
        return form

    def review_of(self, form: Form) -> Review:
        """An entry's own review, or the file's."""
        return read_review(form, self.review) if "review" in form.nodes else self.review

    def source(self, node: Node, subject: str) -> Source:
        """A publication; one of doi, pmid, pmcid, page or published_in must identify it."""
        keys = ("id", "authors", "title", "published_in", "year", "doi", "pmid", "pmcid", "page", "kind", "seen", "note")
        form = self.form(node, subject, *keys, evidence=False)
        form.require("id", "title", "kind", "seen")
        year = form.number("year", 1800, 2100)
        if year is not None and year.denominator != 1:
            form.wrong("year", "is not a whole year: write four digits.")
        if form.text("id") in BUILT_IN_SOURCES:
            form.wrong("id", f"is `{form.text('id')}`, which names what has no source: choose another.")
        if not any(key in form.nodes for key in ("doi", "pmid", "pmcid", "page", "published_in")):
            form.fault(form.place, "nothing identifies this work: give doi, pmid, pmcid, page or published_in.")
        return Source(
            id=form.id(),
            title=form.text("title"),
            kind=form.text("kind"),
            seen=form.text("seen"),
            authors=form.text("authors"),
            published_in=form.text("published_in"),
            year=None if year is None else int(year),
            doi=form.text("doi"),
            pmid=form.text("pmid"),
            pmcid=form.text("pmcid"),
            page=form.text("page"),
            note=form.text("note"),
        )

    def finding(self, node: Node, subject: str) -> Finding:
        """Something that can be observed."""
        keys = ("id", "name", "kind", "definition", "examine", "tell_apart", "effort", "evident", "hidden_by", "synonyms", "lay", "codes")
        form = self.form(node, subject, *keys)
        form.require("id", "name", "kind", "definition", "examine", "effort")
        form.choice("kind", ("neuromuscular", "autonomic", "mental", "movement", "other"))
        return Finding(
            id=form.id(),
            name=form.text("name"),
            kind=form.text("kind"),
            definition=form.text("definition"),
            examine=form.text("examine"),
            tell_apart=form.text("tell_apart"),
            effort=self._effort(form),
            evident=form.flag("evident") is True,
            hidden_by=form.members("hidden_by", HIDING, f"one of {', '.join(HIDING)}"),
            synonyms=form.texts("synonyms"),
            lay=form.texts("lay"),
            codes=form.each("codes", self.code),
            evidence=form.each("evidence", self.evidence),
            review=self.review_of(form),
        )

    def examination_part(self, node: Node, subject: str) -> ExaminationPart:
        """A part of the examination with its findings in order."""
        form = self.form(node, subject, "id", "name", "findings", "first")
        form.require("id", "name", "findings")
        return ExaminationPart(
            id=form.id(),
            name=form.text("name"),
            findings=form.texts("findings"),
            first=form.flag("first") is True,
            evidence=form.each("evidence", self.evidence),
            review=self.review_of(form),
        )

    def measurement(self, node: Node, subject: str) -> Measurement:
        """A number with its unit, its other units and what is possible."""
        form = self.form(node, subject, "id", "name", "group", "unit", "units", "also", "plausible", "examine", "effort", "codes")
        form.require("id", "name", "group", "unit", "plausible", "examine", "effort")
        form.choice("group", ("vitals", "labs", "ecg"))
        least, most = self._range(form, "plausible") or (Fraction(0), Fraction(0))
        units = form.each("units", self.unit)
        spellings = [form.text("unit"), *form.texts("also"), *(name for unit in units for name in (unit.name, *unit.also))]
        for spelling, *_ in duplicates((spelling.lower(), form.place) for spelling in spellings):
            form.wrong("unit", f"and the other units spell `{spelling}` twice: keep it for one unit.")
        return Measurement(
            id=form.id(),
            name=form.text("name"),
            group=form.text("group"),
            unit=form.text("unit"),
            also=form.texts("also"),
            units=units,
            least=least,
            most=most,
            examine=form.text("examine"),
            effort=self._effort(form),
            codes=form.each("codes", self.code),
            evidence=form.each("evidence", self.evidence),
            review=self.review_of(form),
        )

    def unit(self, node: Node, subject: str) -> Unit | None:
        """A unit with its exact conversion."""
        form = Form(node, subject, ("unit", "also", "scale", "offset"), self.faults)
        form.require("unit", "scale")
        scale, offset = fraction_of(form.text("scale")), fraction_of(form.text("offset") or "0")
        for key, value in (("scale", scale), ("offset", offset)):
            if value is None and key in form.nodes:
                form.wrong(key, "should be a decimal or a fraction of decimals, such as 5/9.")
        if scale is not None and scale <= 0:
            form.wrong("scale", "should be more than 0.")
        if scale is None or offset is None:
            return None
        return Unit(form.text("unit"), form.texts("also"), scale, offset)

    def code(self, node: Node, subject: str) -> Code:
        """A code of a code system."""
        form = Form(node, subject, ("system", "code", "display", "verified"), self.faults)
        form.require("system", "code", "verified")
        return Code(form.text("system"), form.text("code"), form.text("display"), form.flag("verified") or False)

    def evidence(self, node: Node, subject: str) -> Evidence | None:
        """A citation with its grade; background knowledge has no place, all else has one."""
        form = Form(node, subject, ("source", "place", "grade"), self.faults)
        form.require("source", "grade")
        source = form.text("source")
        if source and source not in BUILT_IN_SOURCES and "place" not in form.nodes and not form.meant:
            form.fault(form.place, "`place` is missing: say where in the source the statement stands.")
        grade = form.choice("grade", [grade.value.lower() for grade in Grade], "A, B, C, D or background")
        if grade and source and (grade == BACKGROUND) != (source == BACKGROUND):
            form.wrong("grade", "and `source` should both be background, or neither: correct one of them.")
        return None if grade is None else Evidence(source, form.text("place"), _GRADES[grade])

    def substance(self, node: Node, subject: str) -> Substance:
        """An ingredient."""
        keys = ("name", "rxcui", "also", "classes", "mechanisms", "serotonergic", "half_life", "metabolites")
        form = self.form(node, subject, *keys, "irreversible", "on_board", "forms", "note")
        form.require("name", "classes", "serotonergic")
        strength, tier, basis, evidence = self._serotonergic(form)
        return Substance(
            name=form.text("name"),
            rxcui=form.text("rxcui"),
            also=form.texts("also"),
            classes=form.texts("classes"),
            mechanisms=form.texts("mechanisms"),
            strength=strength,
            tier=tier,
            basis=basis,
            strength_evidence=evidence,
            half_life=self._one_half_life(form),
            metabolites=form.each("metabolites", self.metabolite),
            irreversible=form.flag("irreversible") or False,
            window=self._window(form),
            evidence=form.each("evidence", self.evidence),
            review=self.review_of(form),
            note=form.text("note"),
            forms=form.each("forms", self.local_form),
        )

    def local_form(self, node: Node, subject: str) -> LocalForm:
        """Forms in which a substance acts otherwise."""
        form = self.form(node, subject, "in", "strength", "basis")
        form.require("in", "strength", "basis")
        word = form.choice("strength", ("established", "weak", "doubtful", "none")) or "none"
        return LocalForm(frozenset(form.texts("in")), Strength(word), form.text("basis"), form.each("evidence", self.evidence))

    def _one_half_life(self, form: Form) -> HalfLife | None:
        node = form.nodes.get("half_life")
        return None if node is None else self.half_life(node, f"{form.subject}.half_life")

    def half_life(self, node: Node, subject: str) -> HalfLife | None:
        """A range of hours with its evidence."""
        form = self.form(node, subject, "hours", "note")
        form.require("hours")
        hours = self._range(form, "hours", 0)
        evidence = form.each("evidence", self.evidence)
        return None if hours is None else HalfLife(hours[0], hours[1], evidence, form.text("note"))

    def metabolite(self, node: Node, subject: str) -> Metabolite:
        """An active metabolite."""
        form = self.form(node, subject, "name", "hours")
        form.require("name")
        evidence = form.each("evidence", self.evidence)
        hours = self._range(form, "hours", 0)
        return Metabolite(form.text("name"), HalfLife(*hours) if hours else None, evidence)

    def drug_class(self, node: Node, subject: str) -> DrugClass:
        """A class, and what naming it alone says of serotonin."""
        form = self.form(node, subject, "id", "name", "full_name", "also", "serotonergic")
        form.require("id", "name", "serotonergic")
        word = form.choice("serotonergic", ("established", "weak", "doubtful", "none", "mixed"))
        strength = None if word in (None, "mixed") else Strength(word)
        return DrugClass(
            id=form.id(),
            name=form.text("name"),
            full_name=form.text("full_name"),
            also=form.texts("also"),
            strength=strength,
            evidence=form.each("evidence", self.evidence),
            review=self.review_of(form),
        )

    def _effort(self, form: Form) -> Effort:
        word = form.choice("effort", [effort.value for effort in Effort])
        return Effort(word) if word else Effort.LOOK

    def _range(self, form: Form, key: str, least: int | None = None) -> tuple[Fraction, Fraction] | None:
        if not isinstance(form.nodes.get(key), Items):
            form.items(key)
            return None
        ends = [number_of(node.text) if isinstance(node, Scalar) else None for node in form.items(key)]
        if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            form.wrong(key, "should be two numbers, the lower first.")
        elif least is not None and ends[0] < least:
            form.wrong(key, f"begins below {least}, which is impossible: correct it.")
        else:
            return ends[0], ends[1]
        return None

    def _serotonergic(self, form: Form) -> tuple[Strength, str, str, tuple[Evidence, ...]]:
        node = form.nodes.get("serotonergic")
        if node is None:
            return Strength.UNKNOWN, "", "", ()
        inner = self.form(node, f"{form.subject}.serotonergic", "strength", "tier", "basis")
        inner.require("strength", "tier", "basis")
        word = inner.choice("strength", ("established", "weak", "doubtful", "none"))
        strength = Strength(word) if word else Strength.UNKNOWN
        return strength, inner.choice("tier", _TIERS) or "", inner.text("basis"), inner.each("evidence", self.evidence)

    def _window(self, form: Form) -> FixedWindow | None:
        node = form.nodes.get("on_board")
        if node is None:
            return None
        inner = self.form(node, f"{form.subject}.on_board", "yes_below_days", "no_from_days")
        inner.require("yes_below_days", "no_from_days")
        yes, no = inner.number("yes_below_days", 0, 400), inner.number("no_from_days", 0, 400)
        if yes is None or no is None:
            return None
        if yes > no:
            inner.wrong("yes_below_days", "should not be more than `no_from_days`: correct one of them.")
        return FixedWindow(yes, no, inner.each("evidence", self.evidence))


def read_review(form: Form, default: Review | None = None) -> Review:
    """The review under the key `review`; a withdrawn entry says why."""
    node = form.nodes.get("review")
    if node is None:
        return default or _LONG_AGO
    inner = Form(node, f"{form.subject}.review".lstrip("."), ("on", "until", "status", "by", "why"), form.faults)
    inner.require("status", *(() if default else ("on", "until")))
    word = inner.choice("status", [status.value for status in Status])
    on, until = inner.day("on"), inner.day("until")
    review = Review(
        on=on or (default or _LONG_AGO).on,
        until=until or (default or _LONG_AGO).until,
        status=Status(word) if word else Status.DRAFT,
        by=inner.text("by"),
        why=inner.text("why"),
    )
    if review.status is Status.WITHDRAWN and not review.why:
        inner.fault(inner.place, "a withdrawn entry says why: add `why`.")
    if (on or until) and _LONG_AGO.until < review.until < review.on:
        inner.fault(inner.place, f"`until` ends it on {review.until}, before `on` begins it on {review.on}: correct one of them.")
    return review


_GRADES = {grade.value.lower(): grade for grade in Grade}
