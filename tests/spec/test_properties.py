"""Properties over all records: each is proved, and for each a change of the knowledge refutes it and shows a patient."""

import shutil
from pathlib import Path

import pytest

import clonus
from clonus.catalogue.opening import KNOWLEDGE, build_catalogue
from clonus.rules.properties import Outcome, Proof
from clonus.services.proving import prove_all

CATALOGUE = clonus.open_catalogue()

# For each property: the file, what stands there, what is put in its place, and a word that the patient shown must contain.
MUTATIONS = {
    "no_twitch_is_routine_unexamined": (
        "urgency.yaml",
        "when: key_signs_examined and",
        "when: (key_signs_examined or muscle_twitching) and",
        "twitch",
    ),
    "no_abrupt_stop_for_a_twitch": (
        "pitfalls.yaml",
        "when: antidepressant_on_board and (muscle_twitching or fasciculation or myoclonus)",
        "when: antidepressant_on_board and (muscle_twitching or myoclonus)",
        "fasciculation",
    ),
    "a_stable_dose_reassures_nobody": (
        "severity.yaml",
        "when: rigidity_that_grades and hunter",
        "when: rigidity_that_grades and hunter and not stable_dose",
        "recently",
    ),
    "not_every_movement_is_toxicity": (
        "conditions/serotonin_toxicity.yaml",
        "          hunter and not infant_known and not weak_agents_alone\n"
        "          and (new_clonus_signs or (new_tremor_hyperreflexia and not stable_dose))",
        "          (hunter and not infant_known and not weak_agents_alone\n"
        "          and (new_clonus_signs or (new_tremor_hyperreflexia and not stable_dose))) or akathisia",
        "akathisia",
    ),
    "more_danger_is_never_less_concern": (
        "severity.yaml",
        "when: rigidity_that_grades and altered_mental_status",
        "when: rigidity_that_grades and altered_mental_status and not tremor",
        "tremor",
    ),
    "knowledge_never_flips_a_verdict": (
        "criteria/hunter.yaml",
        "when: serotonergic_agent and tremor and hyperreflexia",
        "when: serotonergic_agent and tremor and hyperreflexia and not stable_dose",
        "tremor",
    ),
    "knowledge_never_lowers_a_proved_grade": (
        "severity.yaml",
        "when: sign_that_grades",
        "when: sign_that_grades and not key_signs_examined",
        "Then the same patient",
    ),
    "unknown_is_never_read_as_no": (
        "criteria/hunter.yaml",
        "when: serotonergic_agent and spontaneous_clonus",
        "when: spontaneous_clonus and not no_serotonergic_agent_known",
        "clonus",
    ),
    "unlikely_needs_knowledge": (
        "facts.yaml",
        "(key_signs_examined and not serotonergic_sign_known)",
        "not serotonergic_sign_known",
        "nothing",
    ),
    "rigid_and_hot_is_an_emergency": (
        "urgency.yaml",
        "when: hypertonia and temperature_above_38_5",
        "when: hypertonia and temperature_above_38_5 and clonus",
        "hypertonia",
    ),
    "hunter_met_is_acted_on": (
        "conditions/serotonin_toxicity.yaml",
        "when: (serotonergic_sign or key_signs_examined) and not serotonin_toxicity_unlikely",
        "when: key_signs_examined and not serotonin_toxicity_unlikely",
        "agent",
    ),
    "every_unknown_can_be_asked": (
        "criteria/hunter.yaml",
        "when: serotonergic_agent and tremor and hyperreflexia",
        "when: serotonergic_agent and tremor and hyperreflexia and not under_one_year",
        "tremor",
    ),
    "no_condition_is_supported_and_unlikely": (
        "conditions/movement.yaml",
        "when: not restlessness",
        "when: not restlessness or anxiety",
        "anxiety",
    ),
    "every_rule_can_hold": (
        "pitfalls.yaml",
        "when: hypertonia and not hunter_signs_known",
        "when: hunter_signs and not hunter_signs_known",
        "no patient can be like this",
    ),
    "stop_now_and_not_abruptly_never_both": (
        "do_not.yaml",
        "when: antidepressant_on_board and not stop_indicated and not hold_indicated and not maoi_pair_stands",
        "when: antidepressant_on_board and not stop_indicated and not maoi_pair_stands",
        "an antidepressant on board",
    ),
    "nothing_forbidden_is_proposed": (
        "facts.yaml",
        "    proved: maoi_known or toxicity_stays_open or grave_toxicity_in_question\n",
        "    proved: maoi_known\n",
        "akathisia",
    ),
    "hunter_without_doubt_stops": (
        "facts.yaml",
        "      toxicity_stands or (severity.life_threatening",
        "      (toxicity_stands and key_signs_examined) or (severity.life_threatening",
        "agent",
    ),
    "an_isolated_twitch_stops_nothing": (
        "facts.yaml",
        "      not stop_indicated and (hunter_signs_known or grave_toxicity_in_question or",
        "      not stop_indicated and (hunter_signs_known or myoclonus or grave_toxicity_in_question or",
        "myoclonus",
    ),
    "nothing_harmful_is_offered": (
        "facts.yaml",
        "    proved: has_angle_closure_glaucoma or has_bladder_neck_obstruction or has_asthma or maoi_known or under_2_years",
        "    proved: has_bladder_neck_obstruction or has_asthma or maoi_known or under_2_years",
        "glaucoma",
    ),
    "whoever_is_urgent_has_somebody_to_call": (
        "steps/toxicity.yaml",
        "serotonergic_sign_known) or overdose or maoi_pair_stands or maoi_crisis_stands",
        "serotonergic_sign_known) or maoi_pair_stands or maoi_crisis_stands",
        "overdose",
    ),
    "paralysis_never_by_succinylcholine": (
        "do_not.yaml",
        "or malignant_hyperthermia_open or step.intubate_and_paralyze",
        "or malignant_hyperthermia_open",
        "41.1",
    ),
    "the_heat_of_toxicity_is_cooled": (
        "steps/resuscitation.yaml",
        "serotonergic_sign_known))) or (hypertonia and temperature_above_38_5) or",
        "serotonergic_sign_known))) or",
        "38.5",
    ),
    "every_branch_is_reachable": (
        "urgency.yaml",
        "when: key_signs_examined and",
        "when: serotonergic_sign_known and not serotonergic_sign and",
        "no patient can be like this",
    ),
}


def mutated(tmp_path: Path, file: str, old: str, new: str) -> clonus.Catalogue:
    """The catalogue with one text of one file replaced."""
    folder = Path(shutil.copytree(KNOWLEDGE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("_compiled.json", "__pycache__")))
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"`{old}` does not stand in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return build_catalogue(folder)


def proof_of(property: str, catalogue: clonus.Catalogue) -> Proof:
    """The outcome of one property."""
    [proof] = prove_all(catalogue, property)
    return proof


@pytest.fixture(scope="module")
def proofs() -> list[Proof]:
    """The outcomes of all properties of the catalogue that ships."""
    return list(prove_all(CATALOGUE))


def test_every_property_is_proved(proofs: list[Proof]) -> None:
    assert [(proof.property, proof.outcome, proof.patient) for proof in proofs if proof.outcome is not Outcome.PROVED] == []
    assert len(proofs) == len(CATALOGUE.properties) >= 15
    assert all(proof.statements for proof in proofs)


def test_every_property_has_a_mutation() -> None:
    assert set(MUTATIONS) == set(CATALOGUE.properties)


@pytest.mark.parametrize("property", MUTATIONS)
def test_a_mutation_of_the_knowledge_refutes_the_property_and_shows_a_patient(property: str, tmp_path: Path) -> None:
    *change, shown = MUTATIONS[property]

    proof = proof_of(property, mutated(tmp_path, *change))

    assert proof.outcome is Outcome.REFUTED
    assert shown in proof.patient


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("agents: [meperidine, tramadol, methadone,", "agents: [morphine, meperidine, tramadol, methadone,"),
        ("agents: [diazepam, midazolam]", "agents: [diazepam, midazolam, nassa]"),
    ],
    ids=["an agent that is always to be avoided", "a class of which one member is forbidden"],
)
def test_no_way_of_naming_an_agent_hides_that_it_is_forbidden(old: str, new: str, tmp_path: Path) -> None:
    catalogue = mutated(tmp_path, "may_give.yaml", old, new)

    assert proof_of("nothing_forbidden_is_proposed", catalogue).outcome is Outcome.REFUTED
