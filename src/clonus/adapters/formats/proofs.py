"""Proofs, printed."""

from collections.abc import Sequence

from clonus.adapters.formats.document import about, to_json
from clonus.adapters.formats.words import footer
from clonus.catalogue.shelves import Catalogue
from clonus.rules.properties import Outcome, Proof


def proof_table(proofs: Sequence[Proof], seconds: float, format: str, catalogue: Catalogue) -> str:
    """The outcome of each property in a format: text, json or markdown; a refuted one with its patient."""
    if format == "json":
        return to_json(
            {"schema_version": 1, "clonus": about(catalogue), "seconds": round(seconds, 1), "proofs": [_plain(proof) for proof in proofs]}
        )
    kept = sum(proof.outcome is Outcome.PROVED for proof in proofs)
    total = f"{kept} of {len(proofs)} properties proved, {sum(proof.statements for proof in proofs)} statements, "
    total += f"{seconds:.1f} s"
    if format == "markdown":
        lines = ["| property | outcome | statements | what it says |", "|---|---|---|---|"]
        lines += [f"| {proof.property} | {proof.outcome.value} | {proof.statements} | {proof.says} |" for proof in proofs]
        lines += [f"- {proof.property}: {proof.patient}" for proof in proofs if proof.patient]
    else:
        width = max((len(proof.property) for proof in proofs), default=0)
        lines = [f"{proof.outcome.value:9}  {proof.property:{width}}  {proof.says}" for proof in proofs]
        lines += [f"{proof.property}: {proof.patient}" for proof in proofs if proof.patient]
    return "\n".join([*lines, "", total, footer(catalogue), ""])


def _plain(proof: Proof) -> dict[str, object]:
    return {
        "property": proof.property,
        "says": proof.says,
        "outcome": proof.outcome.value,
        "statements": proof.statements,
        "patient": proof.patient or None,
    }
