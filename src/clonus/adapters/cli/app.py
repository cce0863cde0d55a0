"""The `clonus` command: arguments in, one service, one document out; exit 0 done, 1 house not in order, 2 input unusable."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from time import perf_counter
from typing import Annotated, NoReturn

import typer

from clonus.adapters.cli.output import Output, fail
from clonus.catalogue.opening import open_catalogue
from clonus.domain.errors import ClonusError, Fault, InputRefused, Place

app = typer.Typer(
    help="Decision support for muscle twitching on an SSRI and for serotonin toxicity. For clinicians; not a medical device.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How to print an answer."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class ExplainFormat(StrEnum):
    """How to print an explanation."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    MERMAID = "mermaid"
    SVG = "svg"
    HTML = "html"


class SwitchFormat(StrEnum):
    """How to print when one agent may follow another."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    SVG = "svg"


class LeafletFormat(StrEnum):
    """How to print a leaflet."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


class AgentsFormat(StrEnum):
    """How to print agents side by side."""

    TEXT = "text"
    JSON = "json"
    SVG = "svg"


class Chart(StrEnum):
    """What to draw of agents side by side."""

    HALF_LIVES = "half_lives"
    WASHOUT = "washout"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
ReviewsOption = Annotated[
    Path | None, typer.Option("--reviews", envvar="CLONUS_REVIEWS", help="The file of this site's own reviews.", dir_okay=False)
]
CountryOption = Annotated[
    str, typer.Option("--country", envvar="CLONUS_COUNTRY", help="Where a case names none: two letters, for the poison center's number.")
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="The moment of assessment: a date, a date-time, or `now`.")]


@app.command()
def assess(
    file: Annotated[str, typer.Argument(help="A case file in YAML or JSON, or - for standard input.")],
    format: FormatOption = Format.TEXT,
    as_of: AsOfOption = None,
    skip_refused: Annotated[bool, typer.Option("--skip-refused", help="Assess the other cases where one is refused.")] = False,
    *,
    country: CountryOption = "",
    reviews: ReviewsOption = None,
    reviewed_only: Annotated[bool, typer.Option("--reviewed-only", help="Hide each dose that nobody of this site has signed.")] = False,
) -> None:
    """Say what the published criteria say of each case, with reasons and the examination that would settle it."""
    from clonus.adapters.cli.cases import as_country, read_all
    from clonus.adapters.cli.signing import catalogue_with
    from clonus.services.triage import assess as triage

    catalogue = catalogue_with(reviews)
    read = read_all(file, catalogue, as_of, skip_refused)
    code = as_country(country)
    records = [record if record.country else replace(record, country=code) for record in read.records]
    output = Output(format.value)
    output.assessments([triage(record, catalogue, reviewed_only=reviewed_only) for record in records], read.refused, catalogue)


@app.command()
def screen(
    file: Annotated[str, typer.Argument(help="A case file in YAML or JSON, or - for standard input.")] = "",
    text: Annotated[str, typer.Option("--text", help="A medication list as text, in place of a file: separated by commas or lines.")] = "",
    format: FormatOption = Format.TEXT,
    as_of: AsOfOption = None,
    skip_refused: Annotated[bool, typer.Option("--skip-refused", help="Screen the other cases where one is refused.")] = False,
) -> None:
    """Judge every combination of a medication list with the orders proposed to it: how bad, how loud, what to do, what instead."""
    from clonus.adapters.cli.cases import listed, read_all
    from clonus.services.screening import screen as judge

    if bool(file) == bool(text.strip()):
        raise InputRefused(Fault(Place(), "`clonus screen` wants a case file, or --text with a medication list: give one of the two."))
    catalogue = open_catalogue()
    read = read_all(file, catalogue, as_of, skip_refused) if file else listed(text, catalogue, as_of)
    Output(format.value).screenings([judge(record, catalogue) for record in read.records], read.refused, catalogue)


@app.command()
def handout(
    file: Annotated[str, typer.Argument(help="A case file with one case, or - for standard input.")],
    format: Annotated[LeafletFormat, typer.Option("--format", help="How to print the leaflet.")] = LeafletFormat.TEXT,
    language: Annotated[str, typer.Option("--language", help="en or es.")] = "en",
    as_of: AsOfOption = None,
) -> None:
    """Make the leaflet for the patient of a case: what was found, what to watch, whom to call; it holds no doses."""
    from clonus.adapters.cli.cases import read_one
    from clonus.adapters.formats import handout as forms
    from clonus.services.handout import handout as make

    catalogue = open_catalogue()
    leaflet = make(read_one(file, catalogue, as_of), catalogue, language)
    output = Output(format.value)
    if format is LeafletFormat.PDF:
        output.write_bytes(forms.to_pdf(leaflet, catalogue))
    else:
        to = {"text": forms.to_text, "markdown": forms.to_markdown, "html": forms.to_html}[format.value]
        output.write(to(leaflet, catalogue))


@app.command()
def explain(
    id: Annotated[
        str,
        typer.Argument(
            help="Any entry or drug, a topic such as twitching-on-ssri, severity, urgency, may_give or poison_centers; "
            "a kind before it, as in finding.seizure, tells apart what is called alike."
        ),
    ] = "",
    format: Annotated[ExplainFormat, typer.Option("--format", help="How to print the explanation.")] = ExplainFormat.TEXT,
    reviews: ReviewsOption = None,
    timeline: Annotated[str, typer.Option("--timeline", help="A case file: what was on board when, as text, json or svg.")] = "",
    as_of: AsOfOption = None,
) -> None:
    """Show an entry of the catalogue with its sources, or the timeline of a case."""
    from clonus.adapters.cli.signing import catalogue_with

    catalogue = catalogue_with(reviews)
    if bool(id) == bool(timeline):
        raise InputRefused(Fault(Place(), "`clonus explain` wants an id, or --timeline with a case file: give one of the two."))
    if timeline:
        from clonus.adapters.cli.cases import read_one
        from clonus.adapters.formats.timeline import timeline_in
        from clonus.services.timeline import timeline_of

        Output(format.value).write(timeline_in(format.value, timeline_of(read_one(timeline, catalogue, as_of), catalogue), catalogue))
        return
    from clonus.adapters.formats.explanation import explanation

    Output(format.value).write(explanation(id, format.value, catalogue))


@app.command()
def switch(
    leaving: Annotated[str, typer.Option("--from", help="The agent that is stopped: an ingredient, a brand or a code.")],
    starting: Annotated[str, typer.Option("--to", help="The agent that is to follow.")],
    stopped: Annotated[
        str | None, typer.Option("--stopped", help="The last dose: a date, a moment, a month (2026-11), or days ago.")
    ] = None,
    authority: Annotated[
        str, typer.Option("--authority", envvar="CLONUS_AUTHORITY", help="Whose rule acts here, such as US, UK or EU.")
    ] = "",
    case: Annotated[str, typer.Option("--case", help="A case file: its patient and medications can lengthen the kinetic estimate.")] = "",
    *,
    format: Annotated[SwitchFormat, typer.Option("--format", help="How to print the answer; svg draws a calendar.")] = SwitchFormat.TEXT,
    as_of: AsOfOption = None,
) -> None:
    """Say when one agent may follow another: the rule that acts, the others, the kinetics, and what to watch for in between."""
    from clonus.adapters.cli.cases import moment_of, read_one
    from clonus.adapters.formats.switch import dated, to_text
    from clonus.domain.record import PatientRecord
    from clonus.services.switching import switch as when

    catalogue = open_catalogue()
    patient = read_one(case, catalogue, as_of) if case else PatientRecord()
    answer = when(leaving, starting, catalogue, authority=authority, patient=patient)
    moment = moment_of(as_of or patient.as_of)
    answer = dated(answer, stopped, moment)
    if format is SwitchFormat.SVG:
        from clonus.adapters.formats.calendar import to_svg

        Output(format.value).write(to_svg(answer, moment))
        return
    Output(format.value).write(to_text(answer, catalogue, format.value))


@app.command()
def agents(
    names: Annotated[list[str] | None, typer.Argument(help="Further agents to stand beside the SSRIs.")] = None,
    format: Annotated[AgentsFormat, typer.Option("--format", help="How to print them.")] = AgentsFormat.TEXT,
    chart: Annotated[Chart, typer.Option("--chart", help="Which drawing, with --format svg.")] = Chart.HALF_LIVES,
) -> None:
    """Set the SSRIs side by side, and any others named: kinetics, enzymes, affinities, frequencies, reports and doses."""
    from clonus.adapters.formats.agents import agents_in
    from clonus.services.agents import sheets

    catalogue = open_catalogue()
    Output(format.value).write(agents_in(format.value, sheets(names or [], catalogue), catalogue, chart.value))


@app.command()
def evaluate(
    files: Annotated[list[str], typer.Argument(help="Case files with `published` diagnoses.")],
    format: FormatOption = Format.TEXT,
) -> None:
    """Compare the answers with the diagnoses of published cases, per diagnosis group, then list the misses."""
    from clonus.adapters.cli.cases import read_published
    from clonus.adapters.formats.evaluation import evaluation
    from clonus.services.assurance import evaluate as compare

    catalogue = open_catalogue()
    cases = [case for file in files for case in read_published(file, catalogue)]
    Output(format.value).write(evaluation(compare(cases, catalogue), format.value, catalogue))


@app.command()
def audit(
    statements: Annotated[list[str] | None, typer.Argument(help="With --sign: what was reviewed, by the audit's names.")] = None,
    format: FormatOption = Format.TEXT,
    as_of: AsOfOption = None,
    *,
    sign: Annotated[str, typer.Option("--sign", help="Record that this person has reviewed the statements.")] = "",
    role: Annotated[str, typer.Option("--as", help="The person's role, such as pharmacist.")] = "",
    reviews: ReviewsOption = None,
) -> None:
    """Report what of the catalogue is uncited, background, draft, past review, orphaned or contradicting; or sign statements."""
    from clonus.adapters.cli.cases import day_of
    from clonus.adapters.cli.signing import catalogue_with
    from clonus.adapters.cli.signing import sign as record
    from clonus.adapters.formats.audit import audit_report, signed_report
    from clonus.catalogue.audit import audit as look
    from clonus.catalogue.reviews import read_reviews

    if sign or role or statements:
        path, signed = record(statements or [], sign, role, day_of(as_of), reviews)
        Output(format.value).write(signed_report(path.name, signed))
        return
    catalogue = catalogue_with(reviews)
    report = look(catalogue, day_of(as_of), read_reviews(reviews) if reviews else ())
    Output(format.value).write(audit_report(report, format.value, catalogue))
    raise typer.Exit(1 if report.broken else 0)


@app.command()
def prove(
    property: Annotated[str, typer.Argument(help="The id of one property; all of them without it.")] = "",
    format: FormatOption = Format.TEXT,
) -> None:
    """Prove the properties of the rules over all records; print a patient for each that is refuted."""
    from clonus.adapters.formats.proofs import proof_table
    from clonus.rules.properties import Outcome
    from clonus.services.proving import prove_all

    catalogue, started = open_catalogue(), perf_counter()
    proofs = list(prove_all(catalogue, property))
    Output(format.value).write(proof_table(proofs, perf_counter() - started, format.value, catalogue))
    raise typer.Exit(0 if all(proof.outcome is Outcome.PROVED for proof in proofs) else 1)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", envvar="CLONUS_PORT", help="The port; 0 takes a free one.", min=0, max=65535)] = 8720,
    behind_proxy: Annotated[bool, typer.Option("--behind-proxy", help="A reverse proxy that authenticates stands before it.")] = False,
    name: Annotated[list[str] | None, typer.Option("--name", help="A name by which the proxy is reached.")] = None,
    country: CountryOption = "",
    *,
    reviews: ReviewsOption = None,
    reviewed_only: Annotated[bool, typer.Option("--reviewed-only", help="Hide each dose that nobody of this site has signed.")] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in this machine's browser.")] = False,
) -> None:
    """Serve the page for the bedside and the programming interface on this machine; nothing that is entered is stored."""
    from clonus.adapters.cli.serving import start

    start(Output("text"), (host, port, behind_proxy, tuple(name or ())), (country, reviews, reviewed_only), open_browser)


@app.command()
def schema(
    name: Annotated[str, typer.Argument(help="case, assessment, screening, switch, agents or explanation.")],
) -> None:
    """Print the JSON Schema of what a command reads or prints."""
    from clonus.adapters.formats.document import to_json
    from clonus.adapters.formats.schema import schema as schema_of

    Output("json").write(to_json(schema_of(name, open_catalogue())))


@app.command()
def tour(format: FormatOption = Format.TEXT) -> None:
    """Walk through five instructive published cases."""
    from clonus.adapters.cli.touring import walk

    walk(Output(format.value), open_catalogue())


@app.command(hidden=True)
def compile_catalogue() -> None:
    """Write the compiled form of the catalogue beside its files, so that it opens faster."""
    from clonus.catalogue.opening import compile_catalogue as write

    write()


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Say the versions and stop.")] = False) -> None:
    """Decision support for muscle twitching on an SSRI and for serotonin toxicity. For clinicians; not a medical device."""
    if version:
        from clonus.version import __version__

        catalogue = open_catalogue()
        Output("text").write(f"clonus {__version__}, catalogue {catalogue.version} {catalogue.digest}\n")
        raise typer.Exit


def run() -> NoReturn:
    """Run the command line as a program of its own, and leave at once: freeing every rule one by one would take a tenth of a second."""
    gc.disable()  # a command ends soon: searching for garbage among the rules would take a fifth of its time
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; whatever goes wrong ends in one sentence on standard error and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(arguments, prog_name="clonus")
    except ClonusError as error:
        fail(error)
    except RecursionError:
        fail(InputRefused(Fault(Place(), "the input is nested too deeply to be read: nothing was assessed.")))
    raise SystemExit(0)
