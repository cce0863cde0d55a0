"""Plans: who is told what, in which order, with which drugs stopped, and what a dose needs before it is printed."""

from typing import Any

import pytest

import clonus
from clonus.domain.plan import STOPPING, Plan, Recommendation

CATALOGUE = clonus.open_catalogue()
MET = {"inducible_clonus": "present", "agitation": "present"}
COMPLETE = {
    **dict.fromkeys(("spontaneous_clonus", "inducible_clonus", "ocular_clonus", "hyperreflexia", "hypertonia", "tremor"), "absent"),
    **dict.fromkeys(("agitation", "altered_mental_status", "diaphoresis", "myoclonus", "seizure", "coma", "rhabdomyolysis"), "absent"),
}


def plan(**case: Any) -> Plan:
    """The plan of a case given as keys."""
    return clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).plan


def step(id: str, **case: Any) -> Recommendation:
    """One step of a plan."""
    return next(one for one in plan(**case).do if one.step == id)


def does(**case: Any) -> set[str]:
    """The steps of a plan."""
    return {one.step for one in plan(**case).do}


def warns(**case: Any) -> set[str]:
    """The warnings of a plan."""
    return {one.step for one in plan(**case).do_not}


def test_a_severe_plan_comes_in_the_order_in_which_a_team_works() -> None:
    case = {
        "patient": {"age": 40, "weight": 70},
        "medications": [{"name": "phenelzine"}, {"name": "sertraline", "started": 1}],
        "findings": {"spontaneous_clonus": "present", "hypertonia": "present", "altered_mental_status": "present"},
        "vitals": {"temperature": 41.3, "systolic_bp": 80},
    }
    order = [one.step for one in plan(**case).do]

    wanted = ["call_for_help", "critical_care", "check_glucose", "stop_serotonergic_agents", "benzodiazepine", "active_cooling"]
    wanted += ["intubate_and_paralyze", "call_poison_center", "check_creatine_kinase", "cyproheptadine_not_proposed", "observe"]
    assert [one for one in order if one in wanted] == wanted


def test_every_drug_of_the_patient_is_named_with_what_becomes_of_it() -> None:
    names = ("linezolid", "citalopram", "methadone", "baclofen", "quetiapine", "omeprazole", "Fluxobrin")
    case = {"medications": [*({"name": name} for name in names), {"name": "fluoxetine", "stopped": 10}], "findings": MET}
    lines = {one.given: one for one in plan(**case).stop_list}

    assert lines["citalopram"].action == "stop"
    assert "another antibiotic" in lines["linezolid"].says
    assert (lines["methadone"].action, lines["linezolid"].action) == ("substitute", "replace")
    assert (lines["baclofen"].action, "Never stop" in lines["baclofen"].says) == ("continue", True)
    assert lines["fluoxetine"].action == "stopped"
    assert "five weeks" in lines["fluoxetine"].says
    assert lines["Fluxobrin"].action == "hold"
    assert "omeprazole" not in lines, "it does nothing to serotonin, and nothing is special about stopping it"


def test_the_list_of_drugs_to_stop_is_empty_where_nothing_is_stopped() -> None:
    assert plan(medications=[{"name": "sertraline"}], findings={"muscle_twitching": "present"}).stop_list == ()


def test_an_overdose_is_held_and_carries_no_warning_against_an_abrupt_stop() -> None:
    case = {"medications": [{"name": "amitriptyline", "overdose": True, "started": 0}], "ecg": {"qrs": 140}}

    assert {"give_no_more", "call_poison_center", "sodium_bicarbonate", "critical_care", "call_for_help"} <= does(**case)
    assert "abrupt_stop" not in warns(**case)
    assert [one.action for one in plan(**case).stop_list] == ["stop"]


def test_slow_breathing_withholds_sedatives_and_says_so() -> None:
    case = {
        "patient": {"age": 40},
        "medications": [{"name": "sertraline", "started": 2}],
        "findings": MET,
        "vitals": {"respiratory_rate": 6},
    }
    calm = step("benzodiazepine", **case)

    assert calm.options == ()
    assert any(remark.heading == "Caution" and "airway first" in remark.says for remark in calm.remarks)


def test_an_opioid_on_board_is_said_beside_the_benzodiazepine() -> None:
    drugs = [{"name": "sertraline", "started": 2}, {"name": "oxycodone"}]

    assert any("opioid is on board" in remark.says for remark in step("benzodiazepine", medications=drugs, findings=MET).remarks)


def test_esmolol_needs_a_list_that_is_known_and_no_mao_inhibitor() -> None:
    case = {"findings": {**MET}, "vitals": {"systolic_bp": 230}, "patient": {"age": 40, "weight": 70}}

    assert [one.agent for one in step("lower_blood_pressure", **case).options] == ["nitroprusside"]
    known = {**case, "medications": [{"name": "sertraline", "started": 2}]}
    assert [one.agent for one in step("lower_blood_pressure", **known).options] == ["esmolol", "nitroprusside"]
    maoi = {**case, "medications": [{"name": "phenelzine"}]}
    assert [one.agent for one in step("lower_blood_pressure", **maoi).options] == ["phentolamine", "nitroprusside"]


def test_observation_is_told_by_agent() -> None:
    def told(name: str) -> str:
        case = {"medications": [{"name": name, "overdose": True, "started": 0}]}
        return " ".join(remark.says for remark in step("observe", **case).remarks)

    assert "13 hours" in told("citalopram")
    assert "16 hours" in told("duloxetine")
    assert "5 g" in told("venlafaxine")
    assert "13 hours" not in told("venlafaxine")
    assert "24 hours at least, even when well" in told("phenelzine")


def test_the_poison_center_is_that_of_the_country_and_else_of_all() -> None:
    case = {"medications": [{"name": "sertraline", "overdose": True}]}

    assert [(one.code, one.phone) for one in plan(**case, country="nz").contacts] == [("NZ", "0800 764 766")]
    assert {"US", "FR", "AU"} <= {one.code for one in plan(**case).contacts}
    assert plan(medications=[{"name": "sertraline"}]).contacts == ()


def test_what_may_be_given_depends_on_what_is_on_board() -> None:
    def answers(**case: Any) -> set[tuple[str, str, str]]:
        return {(one.need, one.answer, agent) for one in plan(**case).may_give for agent in one.agents}

    on_maoi = answers(medications=[{"name": "phenelzine"}])
    assert ("low_pressure", "avoid", "ephedrine") in on_maoi
    assert ("intubation", "avoid", "ketamine") in on_maoi
    on_ssri = answers(medications=[{"name": "sertraline"}])
    assert ("pain", "first", "morphine") in on_ssri
    assert ("pain", "avoid", "tramadol") in on_ssri
    assert ("low_pressure", "avoid", "ephedrine") not in on_ssri
    assert ("nausea", "avoid", "ondansetron") in answers(medications=[{"name": "citalopram"}], ecg={"qtc": 520})
    nothing = {"medications": [{"name": "omeprazole"}], "findings": COMPLETE, "vitals": {"temperature": 36.8}}
    assert answers(**nothing) == set(), "nothing serotonergic is on board, so nothing is restricted"


def test_a_condition_without_a_pathway_is_named_as_without_content() -> None:
    case = {"medications": [{"name": "sertraline"}], "findings": {"bruxism": "present"}}

    assert "bruxism" in plan(**case).no_reviewed_content
    assert "akathisia" not in plan(medications=[{"name": "sertraline"}], findings={"akathisia": "present"}).no_reviewed_content


def test_nothing_is_reinstated_while_a_sign_keeps_toxicity_open() -> None:
    stopped = {"medications": [{"name": "paroxetine", "started": 300, "stopped": 3}]}
    symptoms = {**COMPLETE, "electric_shock_sensations": "present", "dizziness": "present"}

    assert "reinstate_antidepressant" in does(**stopped, findings=symptoms, vitals={"temperature": 36.8})
    shaking = {**symptoms, "tremor": "present"}
    assert "reinstate_antidepressant" not in does(**stopped, findings=shaking, vitals={"temperature": 36.8})
    assert "reinstate_while_open" in warns(**stopped, findings=shaking, vitals={"temperature": 36.8})


def test_life_threatening_signs_stop_whatever_hunter_says_unless_the_agent_is_weak() -> None:
    hot = {"findings": {"hypertonia": "present"}, "vitals": {"temperature": 39.4}}

    assert "stop_serotonergic_agents" in does(medications=[{"name": "sertraline"}], **hot)
    assert "hold_and_look_for_another_cause" in does(medications=[{"name": "trazodone", "daily_dose": "50 mg"}], **hot)
    assert "hold_and_look_for_another_cause" in does(**hot), "a list that nobody asked for may hold anything"


@pytest.mark.parametrize(("weeks", "called"), [(10, False), (19.9, False), (20, True), (34, True)])
def test_pre_eclampsia_begins_with_the_twentieth_week(weeks: float, called: bool) -> None:
    case = {
        "patient": {"age": 31, "sex": "female", "pregnant": "yes", "gestation_weeks": weeks},
        "medications": [{"name": "sertraline"}],
        "findings": {"headache": "present", "hyperreflexia": "present"},
        "vitals": {"systolic_bp": 168},
    }

    assert ("obstetric_emergency" in does(**case)) is called


def test_the_same_drug_twice_has_a_line_of_its_own_for_each_fate_and_none_twice() -> None:
    lines = plan(medications=[{"name": "sertraline", "stopped": 1}, {"name": "sertraline"}], findings=MET).stop_list
    assert [(one.agent, one.action) for one in lines] == [("sertraline", "stopped"), ("sertraline", "stop")]

    both = plan(medications=[{"name": "sertraline + tramadol"}], findings=MET).stop_list
    assert [one.agent for one in both] == ["sertraline", "tramadol"]

    many = plan(medications=[{"name": "sertraline"}] * 400, findings=MET).stop_list
    assert len(many) == 1


def test_what_must_not_end_abruptly_is_never_held_nor_stopped() -> None:
    for name in ("levodopa", "clonazepam", "baclofen", "phenobarbital", "pramipexole", "gabapentin"):
        lines = plan(medications=[{"name": "sertraline"}, {"name": name}], findings=MET).stop_list
        assert {one.action for one in lines if one.agent == name} == {"continue"}, name


def test_a_day_of_stopping_that_lies_ahead_does_not_count_as_stopped() -> None:
    [line] = plan(medications=[{"name": "sertraline", "stopped": -3}], findings=MET).stop_list

    assert line.action == "stop"


@pytest.mark.parametrize("entry", [{"name": "phenelzine", "stopped": "unknown"}, {"name": "blue pills"}])
def test_an_entry_that_may_be_an_mao_inhibitor_is_warned_of(entry: dict[str, str]) -> None:
    case = {"medications": [{"name": "sertraline"}, entry], "findings": {**MET, "hypertonia": "present"}}
    made = plan(**case)

    assert "indirect_pressors" in {one.step for one in made.do_not}
    assert ("intubation", "avoid", ("ketamine",)) in {(one.need, one.answer, one.agents) for one in made.may_give}
    assert not any(one.need == "intubation" and one.answer != "avoid" and "ketamine" in one.agents for one in made.may_give)
    assert any("may be an MAO inhibitor" in one.says for one in step("cyproheptadine", **case).remarks)


def test_a_known_list_without_an_mao_inhibitor_warns_of_none() -> None:
    assert "indirect_pressors" not in warns(medications=[{"name": "sertraline"}], findings=MET)


def test_an_overdose_of_an_unknown_agent_is_watched_for_the_longest_hours() -> None:
    remarks = step("observe", medications=[{"name": "blue pills", "overdose": True}]).remarks

    assert "24" in next(one.says for one in remarks if one.heading == "Agent not known")


@pytest.mark.parametrize(("name", "ecg"), [("sertraline", {"qtc": 520}), ("citalopram", {}), ("phenelzine", {"qtc": 510})])
def test_what_is_to_be_avoided_for_a_need_is_proposed_nowhere_for_it(name: str, ecg: dict[str, float]) -> None:
    given = plan(medications=[{"name": name}], findings=MET, ecg=ecg).may_give
    avoided = {(one.need, agent) for one in given if one.answer == "avoid" for agent in one.agents}

    assert avoided
    assert not [one for one in given if one.answer != "avoid" for agent in one.agents if (one.need, agent) in avoided]


@pytest.mark.parametrize("patient", [{"age": 0.01, "weight": 3, "postpartum_days": 3}, {"age": 9, "weight": 30, "pregnant": "yes"}])
def test_a_child_gets_no_obstetric_step_for_what_was_meant_of_the_mother(patient: dict[str, object]) -> None:
    assert "obstetric_emergency" not in does(patient=patient, medications=[{"name": "sertraline"}], findings={"seizure": "present"})


def test_a_country_without_a_number_is_named() -> None:
    case = {"medications": [{"name": "sertraline"}], "findings": {**MET, "hypertonia": "present"}, "vitals": {"temperature": 39}}

    assert plan(**case, country="XX").no_contact_for == "XX"
    assert plan(**case, country="DE").no_contact_for == plan(**case).no_contact_for == ""


def test_the_ids_and_headings_that_the_program_speaks_of_stand_in_the_catalogue() -> None:
    steps = CATALOGUE.plan.steps

    assert set(STOPPING) <= set(steps)
    assert {"call_poison_center", "observe"} <= set(steps)
    assert {"Caution", "Not for discharge"} <= {detail.heading for one in steps.values() for detail in one.details}


def test_every_step_belongs_to_a_pathway() -> None:
    named = {id for pathway in CATALOGUE.plan.pathways.values() for id in pathway.steps}

    assert [id for id in CATALOGUE.plan.steps if id not in named] == []


def test_with_weak_kidneys_the_first_magnesium_stands_and_nothing_an_hour() -> None:
    case = {
        "patient": {"age": 30, "weight": 70, "pregnant": "yes"},
        "medications": [{"name": "sertraline"}],
        "findings": {"seizure": "present"},
    }
    well = step("obstetric_emergency", **case)
    weak = step("obstetric_emergency", **{**case, "patient": {**case["patient"], "conditions": ["renal_impairment"]}})  # type: ignore[dict-item]

    [usual], [first] = [[one.dose.says for one in made.options if one.dose] for made in (well, weak)]
    assert ("1 g an hour" in usual, "an hour" in first, first.startswith("4 g")) == (True, False, True)
    assert any("kidneys are weak" in one.says for one in weak.remarks)


def test_every_drug_of_an_overdose_is_on_the_stop_list() -> None:
    lines = plan(medications=[{"name": "bupropion", "overdose": True}, {"name": "omeprazole", "overdose": True}]).stop_list

    assert {one.agent: one.action for one in lines} == {"bupropion": "stop", "omeprazole": "stop"}


def test_a_drug_that_lengthens_a_long_qt_is_held_by_name() -> None:
    case = {"medications": [{"name": "citalopram"}, {"name": "ondansetron"}], "findings": MET, "ecg": {"qtc": 585}}

    assert {one.agent: one.action for one in plan(**case).stop_list}["ondansetron"] == "hold"


def test_pain_is_not_treated_with_what_weak_kidneys_keep() -> None:
    case = {"patient": {"conditions": ["renal_impairment"]}, "medications": [{"name": "sertraline"}], "findings": MET}
    given = {(one.need, agent): one.answer for one in plan(**case).may_give for agent in one.agents}

    assert given["pain", "morphine"] == given["pain", "codeine"] == "avoid"
