"""A topic page as Markdown and as a page of HTML."""

from html import escape

from clonus.adapters.formats.words import footer
from clonus.catalogue.shelves import Catalogue
from clonus.domain.monograph import Page, PageStatement

_STYLE = (
    "body{font:1rem/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h2{margin-top:2rem}.cited{font-size:.8rem;color:#444}li{margin:.4rem 0}footer{font-size:.85rem;color:#444;margin-top:2rem}"
)


def to_markdown(page: Page, catalogue: Catalogue) -> str:
    """The page as Markdown."""
    lines = [f"# {page.title}", "", page.says, "", _state(page), ""]
    for section in page.sections:
        lines += [f"## {section.heading}", ""]
        for one in section.statements:
            lead = f"**{one.lead}** " if one.lead else ""
            lines.append(f"- {lead}{one.says} [{_cited(one)}]")
            lines += [f"  - {line}" for line in one.more]
        lines.append("")
    lines += ["## References", "", *(f"{number}. {citation}." for number, citation in enumerate(page.references, start=1)), ""]
    return "\n".join([*lines, f"_{footer(catalogue)}_", ""])


def to_html(page: Page, catalogue: Catalogue) -> str:
    """The page as one file of HTML that needs nothing else."""
    sections = ""
    for section in page.sections:
        items = "".join(_item(one) for one in section.statements)
        sections += f'<section id="{section.id}"><h2>{escape(section.heading)}</h2><ul>{items}</ul></section>\n'
    references = "".join(f'<li id="ref-{number}">{escape(one)}.</li>' for number, one in enumerate(page.references, start=1))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(page.title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(page.title)}</h1>\n<p>{escape(page.says)}</p><p>{escape(_state(page))}</p>\n"
        f"{sections}<h2>References</h2><ol>{references}</ol></main><footer>{escape(footer(catalogue))}</footer></body></html>\n"
    )


def _state(page: Page) -> str:
    statements = [one for section in page.sections for one in section.statements]
    drafts = sum(one.status == "draft" for one in statements)
    return (
        f"{len(statements)} statements, {drafts} of them drafts of this catalogue; "
        "in brackets the reference, its grade (A best to D) and the day of the last check."
    )


def _cited(one: PageStatement) -> str:
    shown = [f"{cited.number} {cited.grade}" if cited.number else "background" for cited in one.cited]
    return f"{', '.join(dict.fromkeys(shown))}; {one.checked}"


def _item(one: PageStatement) -> str:
    links = [f'<a href="#ref-{cited.number}">{cited.number}</a> {cited.grade}' if cited.number else "background" for cited in one.cited]
    lead = f"<strong>{escape(one.lead)}</strong> " if one.lead else ""
    more = f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in one.more)}</ul>" if one.more else ""
    cited = f'<span class="cited">[{", ".join(dict.fromkeys(links))}; {one.checked}]</span>'
    return f"<li>{lead}{escape(one.says)} {cited}{more}</li>"
