from __future__ import annotations

import subprocess
from datetime import date

import pytest

from audit.documents.action_plan import action_plan
from audit.documents.kinds import ACTION_PLAN
from audit.documents.oversight_response import oversight_response
from audit.documents.render import render_html, render_pdf
from audit.documents.version import Version
from audit.models import SubPoint, SubPointAnswer
from audit.rules.deadlines import TimeLimit
from tests.documents import pdf_structure
from tests.factories import ActionFactory, ProgressUpdateFactory, shown_by
from tests.registers import inspection_of, put

pytestmark = pytest.mark.django_db
VERSION = Version(1, date(2026, 5, 4))
DAY = date(2026, 4, 20)
BECAUSE = "Three forces share the system, and two of them must agree."


@pytest.fixture
def inspection():
    return inspection_of()


@pytest.fixture
def plan(inspection, person):
    """One to act on at once, answered by point, with an action; one refused; one unanswered."""
    manager = person("manager@wexshire")
    first = put(
        inspection,
        (DAY, "accepted_in_part"),
        number=1,
        title="Speak to the child",
        time_limit=TimeLimit.IMMEDIATELY,
        owner=manager,
    )
    for order, (decision, why) in enumerate((("accepted", ""), ("not_accepted", "Too few."))):
        point = SubPoint.objects.create(
            recommendation=first.recommendation, group="First visit", order=order, text=f"P{order}"
        )
        SubPointAnswer.objects.create(
            response=first, sub_point=point, decision=decision, statement=why
        )
    second = put(
        inspection, (DAY, "not_accepted"), number=2, title="Buy a system", statement=BECAUSE
    )
    put(inspection, number=3, title="Count the missing")
    action = ActionFactory(
        responses=[first, second],
        owner=manager,
        title="Watch two films a week",
        due_on=date(2026, 5, 1),
        first_due_on=date(2026, 4, 24),
    )
    shown_by(ProgressUpdateFactory(response=first, by=manager))
    shown_by(ProgressUpdateFactory(response=None, action=action, by=manager))
    withdrawn = shown_by(ProgressUpdateFactory(response=first, by=manager))
    withdrawn.withdrawn_at, withdrawn.withdrawn_by = withdrawn.at, manager
    withdrawn.withdrawn_because = "Wrong file"
    withdrawn.save()
    return action_plan(inspection, VERSION)


def test_what_had_to_be_acted_on_at_once_comes_first(plan):
    assert [item["number"] for item in plan["at_once"]] == [1]
    assert [item["number"] for item in plan["plan"]] == [2, 3]
    assert plan["total"] == 3
    assert plan["in_words"] == "1 accepted in part, 1 not accepted, 1 no answer yet"


def test_each_point_is_answered_by_itself(plan):
    (group,) = plan["at_once"][0]["groups"]
    assert group["lead_in"] == "First visit"
    assert [(point["decision"], point["statement"]) for point in group["points"]] == [
        ("Accepted", ""),
        ("Not accepted", "Too few."),
    ]


def test_an_answer_that_is_no_says_why(plan):
    html = render_html(plan)
    assert "Not accepted, because:" in html
    assert BECAUSE in html
    assert "No answer yet" in html


def test_an_action_has_its_owner_due_status_and_evidence(plan):
    (action,) = plan["at_once"][0]["actions"]
    assert action == {
        "title": "Watch two films a week",
        "what": [],
        "owner": "a manager",
        "due": "1 May 2026",
        "first_due": "24 April 2026",
        "status": "Planned",
        "overdue": True,
        "done_on": "",
        "dropped_because": "",
        "evidence": 1,
        "also_serves": [2],
    }


def test_what_is_overdue_says_so_beside_its_status(inspection, plan):
    """Answers were due by 21 April; the version is of 4 May."""
    overdue = {item["number"]: item["overdue"] for item in (*plan["at_once"], *plan["plan"])}
    assert overdue == {1: False, 2: False, 3: True}
    html = render_html(plan)
    assert html.count("<strong>Overdue</strong>") == 1
    assert html.count("Stands as: awaiting response, overdue.") == 1
    in_time = action_plan(inspection, Version(1, date(2026, 4, 21)))
    assert not any(item["overdue"] for item in in_time["plan"])


def test_nobody_is_named(inspection, plan):
    drafts = Version(1, date(2026, 5, 4), draft=True)
    made = (plan, action_plan(inspection, drafts), oversight_response(inspection, drafts))
    for snapshot in made:
        html = render_html(snapshot)
        assert "Nair" not in html
        assert "Owner: a manager" in html
        assert ">A manager<" in html


def test_whoever_has_no_role_in_the_force_any_more_is_a_person_of_it(inspection, person):
    put(inspection, number=1, owner=person("auditor@wexshire"))
    (item,) = action_plan(inspection, VERSION)["plan"]
    assert item["owner"] == "a person of the force"


def test_evidence_is_counted_without_what_was_withdrawn(plan):
    assert [item["evidence"] for item in (*plan["at_once"], *plan["plan"])] == [2, 1, 0]


def test_the_clocks_say_how_they_were_counted_and_by_what_law(plan):
    update = next(row for row in plan["clocks"] if row["title"].startswith("Update"))
    assert update["due"] == "21 April 2026"
    assert update["counted"] == "Six weeks after 10 March 2026, the day of publication"
    assert update["source"] == "The inspection report's next steps"
    assert update["numbers"] == [1]
    assert any(row["due"] == "10 June 2026" and row["numbers"] == [2, 3] for row in plan["clocks"])


def test_the_texts_name_whoever_asked(plan):
    html = render_html(plan)
    assert plan["publishers"] == "The Inspectorate of Invention"
    assert "The Inspectorate of Invention made 3 recommendations" in html
    assert "HMICFRS" not in html


def test_a_plan_that_is_not_published_is_marked(inspection, plan):
    draft = action_plan(inspection, Version(1, date(2026, 5, 4), draft=True))
    assert draft["handling"]["marking"] == "OFFICIAL-SENSITIVE"
    assert plan["handling"]["marking"] == "Published"
    assert "OFFICIAL-SENSITIVE" in render_html(draft)


def test_before_its_inspection_is_published_there_is_none():
    assert not ACTION_PLAN.offered_for(inspection_of(status="signed_off"))
    assert not ACTION_PLAN.offered_for(inspection_of(historic=True))
    assert ACTION_PLAN.offered_for(inspection_of())


def test_the_pdf_is_structured(plan):
    pdf = render_pdf(plan)
    assert pdf_structure.problems(pdf) == []


def test_the_queries_do_not_grow(inspection, plan, django_assert_max_num_queries):
    for number in range(10, 20):
        put(inspection, (DAY, "accepted"), number=number)
    with django_assert_max_num_queries(25):
        action_plan(inspection, VERSION)


def test_a_word_without_an_end_is_printed_to_its_end(inspection, tool, tmp_path):
    put(inspection, (DAY, "not_accepted"), number=1, statement="ÿ" * 10_000)
    path = tmp_path / "plan.pdf"
    path.write_bytes(render_pdf(action_plan(inspection, VERSION)))
    command = [tool("pdftotext"), "-layout", str(path), "-"]
    read = subprocess.run(command, capture_output=True, check=True, text=True)
    assert read.stdout.count("ÿ") == 10_000
