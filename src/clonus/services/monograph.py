"""A topic page written from the catalogue: every statement where it stands, with numbered citations."""

from collections.abc import Iterable, Iterator

from clonus.catalogue.shelves import Catalogue
from clonus.domain.evidence import Evidence, Grade, Review
from clonus.domain.monograph import Cited, Page, PageSection, PageStatement
from clonus.rules.plan import Step
from clonus.rules.topic import Topic, TopicStatement
from clonus.services.dosing import regimen, reviewed

_Written = tuple[str, str, str, tuple[str, ...], tuple[Evidence, ...], Review]


def topic_page(topic: Topic, catalogue: Catalogue) -> Page:
    """The page of a topic.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> catalogue = open_catalogue()
        >>> topic_page(catalogue.topics["twitching_on_ssri"], catalogue).sections[0].heading
        'Mechanism'
    """
    numbers: dict[str, int] = {}
    sections = []
    for one in topic.sections:
        written = (part for said in one.statements for part in _written(said, catalogue))
        sections.append(PageSection(one.id, one.heading, tuple(_numbered(part, numbers) for part in written)))
    return Page(topic.id, topic.title, topic.says, tuple(sections), tuple(catalogue.source(id).citation for id in numbers))


def _numbered(written: _Written, numbers: dict[str, int]) -> PageStatement:
    """A statement whose sources have numbers, in the order in which they were first cited."""
    id, lead, says, more, evidence, review = written
    cited = []
    for one in evidence:
        background = one.grade is Grade.BACKGROUND
        number = 0 if background else numbers.setdefault(one.source, len(numbers) + 1)
        cited.append(Cited(number, one.place, one.grade.value))
    return PageStatement(id, lead, says, more, tuple(dict.fromkeys(cited)), review.on.isoformat(), review.status.value)


def _written(said: TopicStatement, catalogue: Catalogue) -> Iterator[_Written]:
    """What a statement of a topic says; one that is taken may be several."""
    id = said.taken_from
    kind, _, name = id.partition(".")
    if not id:
        yield said.id, "", said.says, (), said.evidence, said.review
    elif kind == "step":
        yield _of_step(id, catalogue.plan.steps[name], catalogue)
    elif kind == "do_not":
        warned = catalogue.plan.do_not[name]
        yield id, f"{warned.name}.", warned.rule.says, (), warned.rule.evidence, warned.rule.review
    elif kind == "pitfall":
        pitfall = catalogue.pitfalls[name]
        yield id, "", pitfall.says, (), pitfall.evidence, pitfall.review
    elif id in catalogue.criteria:
        criterion = catalogue.criteria[id]
        yield id, f"{criterion.name}.", criterion.says, tuple(rule.says for rule in criterion.rules), criterion.evidence, criterion.review
        yield id, "Limits.", criterion.limits, (), (Evidence(criterion.source, "", _best(criterion.evidence)),), criterion.review
    elif id in catalogue.findings and not said.heading:
        finding = catalogue.findings[id]
        yield id, f"{finding.name}.", finding.definition, (f"To examine: {finding.examine}",), finding.evidence, finding.review
    else:
        condition = catalogue.conditions[id]
        for passage in condition.passages:
            if passage.heading == said.heading:
                claim = f" ({passage.claim})" if passage.claim else ""
                yield id, f"{condition.name}, {passage.heading.lower()}{claim}.", passage.says, (), passage.evidence, passage.review


def _best(evidence: Iterable[Evidence]) -> Grade:
    return min((one.grade for one in evidence), key=list(Grade).index)


def _of_step(id: str, step: Step, catalogue: Catalogue) -> _Written:
    pairs = [(option, dose) for option in step.options for dose in option.doses]
    doses = [f"{option.agent} {option.route}, {regimen(dose)} ({reviewed(dose, catalogue.reviews)})." for option, dose in pairs]
    remarks = [f"{detail.heading}: {detail.says}" for detail in step.details]
    evidence = [*step.rule.evidence, *(one for _, dose in pairs for one in dose.evidence)]
    evidence += [one for detail in step.details for one in detail.evidence]
    return id, f"{step.name}.", step.rule.says, (*doses, *remarks), tuple(dict.fromkeys(evidence)), step.rule.review
