"""A leaflet as text, Markdown, a page of HTML, and PDF."""

from collections.abc import Iterator
from html import escape
from textwrap import fill

from clonus.adapters.formats.typesetting import quoted, typeset
from clonus.adapters.formats.words import marked
from clonus.catalogue.shelves import Catalogue
from clonus.domain.handout import CardEntry, Leaflet
from clonus.version import __version__

WIDTH = 78
_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h2{font-size:1.2rem;margin:1.5rem 0 .3rem}.ambulance{border:3px solid #b00020;padding:.2rem 1rem;border-radius:.5rem}"
    ".card{border:2px dashed #444;padding:.2rem 1rem;border-radius:.5rem}footer{font-size:.85rem;color:#444;margin-top:2rem}"
    "@media print{body{margin:0;font-size:11pt}section{break-inside:avoid}}"
)


def to_text(leaflet: Leaflet, catalogue: Catalogue) -> str:
    """The leaflet as plain text, 78 columns wide."""
    lines = [leaflet.title.upper(), "", _made(leaflet), leaflet.notes["not_for_others"], ""]
    for section in leaflet.sections:
        lines += [section.heading.upper(), *(fill(line, WIDTH, initial_indent="- ", subsequent_indent="  ") for line in section.lines), ""]
    lines += [leaflet.notes["card_title"].upper(), *card_lines(leaflet), "", _version(leaflet, catalogue)]
    return "\n".join([*lines, ""])


def to_markdown(leaflet: Leaflet, catalogue: Catalogue) -> str:
    """The leaflet as Markdown."""
    lines = [f"# {leaflet.title}", "", _made(leaflet), "", leaflet.notes["not_for_others"], ""]
    for section in leaflet.sections:
        lines += [f"## {section.heading}", "", *(f"- {line}" for line in section.lines), ""]
    lines += [f"## {leaflet.notes['card_title']}", "", *(f"- {marked(line)}" for line in card_lines(leaflet)), ""]
    return "\n".join([*lines, f"_{_version(leaflet, catalogue)}_", ""])


def to_html(leaflet: Leaflet, catalogue: Catalogue) -> str:
    """The leaflet as one page that needs nothing else, for the screen and for print."""
    sections = "".join(
        f'<section class="{section.id}"><h2>{escape(section.heading)}</h2><ul>{_items(section.lines)}</ul></section>\n'
        for section in leaflet.sections
    )
    card = f'<section class="card"><h2>{escape(leaflet.notes["card_title"])}</h2><ul>{_items(card_lines(leaflet))}</ul></section>\n'
    return (
        f'<!doctype html>\n<html lang="{leaflet.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(leaflet.title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(leaflet.title)}</h1>\n"
        f"<p>{escape(_made(leaflet))}</p><p>{escape(leaflet.notes['not_for_others'])}</p>\n{sections}{card}</main>"
        f"<footer>{escape(_version(leaflet, catalogue))}</footer></body></html>\n"
    )


def to_pdf(leaflet: Leaflet, catalogue: Catalogue) -> bytes:
    """The leaflet as PDF, the same bytes every time.

    Raises:
        InputRefused: if the typesetter is not installed.
    """
    return typeset(_typst(leaflet, catalogue))


def _typst(leaflet: Leaflet, catalogue: Catalogue) -> Iterator[str]:
    yield f"#set document(title: {quoted(leaflet.title)}, date: none)"
    yield f'#set page(paper: "a4", margin: 1.8cm, footer: text(8pt)[#{quoted(_version(leaflet, catalogue))}])'
    yield f'#set text(size: 10.5pt, lang: "{leaflet.language}")'
    yield "#show heading.where(level: 2): set block(above: 1.1em, below: 0.6em, sticky: true)"
    yield f"= #{quoted(leaflet.title)}"
    yield f"#{quoted(_made(leaflet))}\n\n#{quoted(leaflet.notes['not_for_others'])}"
    for section in leaflet.sections:
        stroke = "2pt + rgb(176, 0, 32)" if section.id == "ambulance" else "none"
        yield f"#block(stroke: {stroke}, inset: {'8pt' if section.id == 'ambulance' else '0pt'}, width: 100%)["
        yield from (f"== #{quoted(section.heading)}", *(f"- #{quoted(line)}" for line in section.lines), "]")
    yield '#block(stroke: (dash: "dashed"), inset: 8pt, width: 100%)['
    yield from (f"== #{quoted(leaflet.notes['card_title'])}", *(f"- #{quoted(line)}" for line in card_lines(leaflet)), "]")


def _made(leaflet: Leaflet) -> str:
    return f"{leaflet.notes['for_patient_of']} {leaflet.as_of or '__________'}."


def card_lines(leaflet: Leaflet) -> tuple[str, ...]:
    """The lines of the card: the drugs without doses, and whom to call."""
    notes = leaflet.notes
    drugs = (notes["unknown_drug_list"],) if leaflet.card is None else tuple(_drug(one, notes) for one in leaflet.card)
    return (*drugs, f"{notes['clinic']} __________", notes["ambulance_number"], notes["bring_card"])


def _drug(entry: CardEntry, notes: dict[str, str]) -> str:
    return f"{notes[entry.state]}: {entry.name}"


def _version(leaflet: Leaflet, catalogue: Catalogue) -> str:
    return f"{leaflet.notes['version']} Clonus {__version__}, {catalogue.version} ({catalogue.digest[:19]})"


def _items(lines: tuple[str, ...]) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)
