"""The audit, printed."""

from collections.abc import Sequence

from clonus.adapters.formats.document import about, to_json
from clonus.adapters.formats.words import footer
from clonus.catalogue.audit import BREAKING, NOTED, AuditReport
from clonus.catalogue.reviews import SiteReview
from clonus.catalogue.shelves import Catalogue


def audit_report(report: AuditReport, format: str, catalogue: Catalogue) -> str:
    """The audit in a format: text, json or markdown; text lists what breaks the house and counts the rest."""
    kinds = (*BREAKING, *NOTED)
    if format == "json":
        content = {
            "schema_version": 1,
            "clonus": about(catalogue),
            "statements": report.statements,
            "signed": len(catalogue.reviews),
            "counts": {kind: report.count(kind) for kind in kinds},
            "findings": [{"kind": one.kind, "statement": one.statement, "says": one.says} for one in report.findings],
        }
        return to_json(content)
    if format == "markdown":
        lines = [f"{report.statements} statements", "", "| kind | n |", "|---|---|"]
        lines += [*(f"| {kind} | {report.count(kind)} |" for kind in kinds), ""]
        lines += [f"- {one.kind}: {one.statement}: {one.says}" for one in report.findings]
    else:
        lines = [
            f"{report.statements} statements, {len(catalogue.reviews)} signed here",
            *(f"{report.count(kind):6}  {kind}" for kind in kinds),
            "",
        ]
        lines += [f"{one.kind}: {one.statement}: {one.says}" for one in report.broken]
        lines.append("In order." if not report.broken else "Not in order: mend what is listed above.")
    return "\n".join([*lines, "", footer(catalogue), ""])


def signed_report(file: str, signed: Sequence[SiteReview]) -> str:
    """What was signed, by whom, and how an answer will know of it."""
    lines = [f"{one.statement}: reviewed by {one.by}, {one.role}, {one.on}" for one in signed]
    return "\n".join([*lines, f"Written to {file}; answers read it with --reviews {file}, or from CLONUS_REVIEWS.", ""])
