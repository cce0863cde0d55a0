"""The tour: published cases that ship with the package, each with what it shows."""

from clonus.adapters.cli.output import Output
from clonus.adapters.formats.case import read_cases
from clonus.adapters.formats.document import about, assessment_document, to_json
from clonus.catalogue.shelves import Catalogue
from clonus.services.triage import assess


def walk(output: Output, catalogue: Catalogue) -> None:
    """Print each stop of the tour: what it shows, the assessment, and what its authors concluded."""
    stops = [(stop, assess(read_cases(stop.case, catalogue).records[0], catalogue)) for stop in catalogue.tour]
    if output.format == "json":
        shown = [{"shows": stop.shows, "published": stop.published, "assessment": assessment_document(one)} for stop, one in stops]
        output.write(to_json({"schema_version": 1, "clonus": about(catalogue), "tour": shown}))
        return
    for number, (stop, assessment) in enumerate(stops, start=1):
        output.write(f"{'## ' if output.format == 'markdown' else ''}Stop {number} of {len(stops)}: {stop.shows}\n")
        output.write(f"Published as: {stop.published} ({catalogue.source(stop.source).citation})\n\n")
        output.assessments([assessment], (), catalogue, closing=number == len(stops))
