"""The shape of what `clonus explain --format json` prints."""

from typing import Any, Literal, TypedDict

from clonus.adapters.formats.answers.words import MadeBy


class ExplanationDocument(TypedDict):
    """An entry of the catalogue with its sources, as `clonus explain --format json` prints it.

    `explanation` is the entry as the catalogue holds it, so that its keys depend on what it is, such as a criterion, a finding or a
    substance. `sources` has the citation of every source that it names, by the source's id.
    """

    schema_version: Literal[1]
    clonus: MadeBy
    explanation: dict[str, Any]
    sources: dict[str, str]
