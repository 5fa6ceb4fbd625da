"""The page of one force's answer, and the steps of its life, by the people who take them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.clock import today
from audit.models import Answer, Assessment, Evidence, Question, Response, SubPoint
from audit.services.finals import refresh_final
from audit.services.responses import response_verify, responses_supersede
from tests import lives
from tests.factories import CaseFileFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db

MANAGER, SECOND, OWNER = "manager@wexshire", "manager2@wexshire", "owner@wexshire"
MODERATOR, OBSERVER, INSPECTOR = (
    "moderator@wexshire",
    "observer@wexshire",
    "inspector@inspectorate",
)


def page_of(client, response: Response) -> Page:
    return Page(client.get(response.get_absolute_url()))


def at(name: str, response: Response) -> str:
    return reverse(name, args=[response.pk])


def day(name: str, date) -> dict[str, str]:
    parts = {"day": date.day, "month": date.month, "year": date.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def answer_of(response: Response, *decisions: str, why: str = "") -> dict[str, str]:
    points = response.recommendation.sub_points.all()
    given = zip(points, decisions, strict=True)
    sent = {f"point-{point.pk}": decision for point, decision in given}
    said = {f"point-{point.pk}_statement": why for point in points}
    return {**sent, **said, "statement": "", "lock": str(response.lock)}


def next_link(page: Page) -> list[str]:
    return [link.text.strip() for link in page.elements("a", "govuk-button")]


def test_the_page_says_what_is_asked_by_when_and_what_to_do_next(signed_in):
    response = lives.asked(title="Train them")
    page = page_of(signed_in(MANAGER), response)
    assert page.heading == "Train them"
    for said in (*lives.POINTS, "The report", "20 February 2027", "Awaiting response"):
        assert said in page.text
    assert next_link(page) == ["Answer the recommendation"]


@pytest.mark.parametrize("name", [MODERATOR, OBSERVER, INSPECTOR])
def test_whoever_may_not_answer_is_asked_for_nothing(name, signed_in):
    page = page_of(signed_in(name), lives.asked())
    assert next_link(page) == []
    assert "What else you can do" not in page.text


def test_another_force_does_not_find_it(signed_in):
    response = lives.asked()
    assert signed_in("manager@eastmarch").get(response.get_absolute_url()).status_code == 404


def test_the_next_thing_to_do_follows_its_life(signed_in, person):
    manager, response = signed_in(MANAGER), lives.asked()
    found = [next_link(page_of(manager, response))]
    response = lives.answered(response)
    found.append(next_link(page_of(manager, response)))
    action = lives.planned(response)
    found.append(next_link(page_of(manager, response)))
    lives.reported(response)
    found.append(next_link(page_of(manager, response)))
    manager.post(reverse("action-done", args=[action.pk]), day("done_on", today()))
    found.append(next_link(page_of(manager, response)))
    response.refresh_from_db()
    sent = {"why": "All of it.", "lock": response.lock, **day("on", today())}
    manager.post(at("response-deliver", response), sent)
    found.append(next_link(page_of(manager, response)))
    inspector = signed_in(INSPECTOR)
    assert next_link(page_of(inspector, response)) == ["Verify it or return it"]
    response_verify(
        response=response, outcome="returned", why="Not in nights.", by=person(INSPECTOR)
    )
    found.append(next_link(page_of(manager, response)))
    assert found == [
        ["Answer the recommendation"],
        ["Plan an action"],
        ["Report progress"],
        ["Report progress"],
        ["Report it as delivered"],
        [],
        ["Report progress"],
    ]
    assert next_link(page_of(inspector, response)) == []


def test_points_are_answered_one_by_one(signed_in):
    client, response = signed_in(MANAGER), lives.asked()
    sent = answer_of(response, "accepted", "not_accepted")
    page = Page(client.post(at("response-answer", response), sent))
    [(error, where)] = page.errors
    assert error == "Say why this point is not accepted as it stands."
    assert where.endswith("_statement")
    sent = answer_of(response, "accepted", "not_accepted", why="We do so already.")
    answer = client.post(at("response-answer", response), sent)
    assert answer.url == response.get_absolute_url()
    page = page_of(client, response)
    assert "Accepted in part" in page.text
    assert "We do so already." in page.text


def test_a_point_without_an_answer_is_asked_for(signed_in):
    response = lives.asked()
    page = Page(signed_in(MANAGER).post(at("response-answer", response), {"lock": response.lock}))
    assert [text for text, _ in page.errors] == [
        "Select the answer to point 1",
        "Select the answer to point 2",
    ]


def test_without_points_the_recommendation_itself_is_answered(signed_in):
    client, response = signed_in(MANAGER), lives.asked(points=())
    sent = {"decision": "not_accepted", "statement": "", "lock": response.lock}
    page = Page(client.post(at("response-answer", response), sent))
    assert page.errors == [("Say why it is not accepted as it stands.", "id_statement")]
    client.post(at("response-answer", response), {**sent, "statement": "It is done elsewhere."})
    page = page_of(client, response)
    assert "Not accepted" in page.text
    assert next_link(page) == []


def test_personal_data_in_an_answer_to_a_point_is_asked_about(signed_in):
    response = lives.asked()
    sent = answer_of(response, "accepted", "accepted", why="Ring 07700 900123.")
    client = signed_in(MANAGER)
    assert client.post(at("response-answer", response), sent).status_code == 200
    response.refresh_from_db()
    assert response.status == "awaiting_response"
    point = response.recommendation.sub_points.first()
    page = Page(client.post(at("response-answer", response), sent))
    [press] = [
        button.get("value")
        for button in page.elements("button")
        if button.get("name") == "replace"
        and button.get("value").startswith(f"point-{point.pk}_statement:")
    ]
    page = Page(client.post(at("response-answer", response), {**sent, "replace": press}))
    assert "07700" not in page.typed[f"point-{point.pk}_statement"][0]


def test_two_who_answer_at_once_lose_nothing(signed_in):
    response = lives.asked()
    first, second = signed_in(MANAGER), signed_in(SECOND)
    url = at("response-answer", response)
    first.post(url, answer_of(response, "accepted", "accepted", why="From the first."))
    sent = answer_of(response, "not_accepted", "accepted", why="From the second.")
    page = Page(second.post(url, sent))
    assert page.errors[0][0].startswith("Somebody else saved this response")
    assert "From the first." in page.text
    rows = {row[0]: row[1:] for row in page.rows[1:]}
    assert rows["What does the force answer to point 1?"] == ["Accepted", "Not accepted"]
    assert "What does the force answer to point 2?" not in rows
    second.post(url, page.typed)
    assert "From the second." in page_of(first, response).text


def test_the_owner_is_a_manager_of_the_force(signed_in, person):
    client, response = signed_in(MANAGER), lives.asked()
    url = at("response-assign", response)
    offered = client.get(url).context["form"].fields["owner"].queryset
    assert set(offered) == {person(MANAGER), person(SECOND)}
    sent = {"owner": person(MANAGER).pk, "deputy": person(SECOND).pk, "lock": response.lock}
    client.post(url, sent)
    assert "Priya Nair, deputy Tom Baird" in page_of(client, response).text
    page = Page(client.post(url, {**sent, "deputy": ""}))
    assert page.rows[1][1:] == ["Tom Baird", "Nothing"]


def test_progress_names_a_point_and_a_dip_sample_of_the_force(signed_in):
    client, response = signed_in(MANAGER), lives.answered(lives.asked())
    point, sample = response.recommendation.sub_points.first(), lives.dip_sample()
    page = Page(client.get(at("response-report", response)))
    assert sample.title in page.text
    sent = {"text": "All are trained.", "sub_point": point.pk, "dip_samples": [sample.pk]}
    client.post(at("response-report", response), sent)
    page = page_of(client, response)
    assert page.links[sample.title] == sample.get_absolute_url()
    assert "In progress" in page.text


def text_file(name: str = "rota.txt", content: bytes = b"A sergeant each night") -> dict:
    return {"files": [SimpleUploadedFile(name, content)]}


def test_a_file_is_attached_to_a_report(signed_in):
    client, response = signed_in(MANAGER), lives.answered(lives.asked())
    url = at("response-report", response)
    client.post(url, {"text": "A rota stands."} | text_file())
    page = page_of(client, response)
    held = Evidence.objects.get()
    assert page.links["rota.txt"] == reverse("evidence-detail", args=[held.pk])
    assert "rota.txt" not in page_of(signed_in(OBSERVER), response).text


def test_a_file_that_is_refused_leaves_what_was_typed_and_saves_nothing(signed_in):
    client, response = signed_in(MANAGER), lives.answered(lives.asked())
    url = at("response-report", response)
    page = Page(client.post(url, {"text": "A rota."} | text_file("rota.pdf", b"MZ\x90\0")))
    [(error, where)] = page.errors
    assert "rota.pdf" in error
    assert where == "id_files"
    assert page.typed["text"] == ["A rota."]
    assert not response.updates.exists()


def test_a_page_that_asks_again_says_that_files_are_to_be_chosen_again(signed_in):
    client, response = signed_in(MANAGER), lives.answered(lives.asked())
    sent = {"text": "Ring 07700 900123."}
    words = "Choose the files again"
    assert words in Page(client.post(at("response-report", response), sent | text_file())).text
    assert words not in Page(client.post(at("response-report", response), sent)).text


def test_whoever_verifies_sees_what_a_dip_sample_counted(signed_in, person):
    response = lives.delivered(lives.asked())
    sample = Evidence.objects.get().round
    question = Question.objects.get(code="child-spoken-to")
    sample.questions.add(question)
    for choice in ("yes", "yes", "no"):
        case_file = CaseFileFactory(round=sample)
        made = Assessment.objects.create(
            case_file=case_file, origin="assessor", assessor=person(MODERATOR), status="submitted"
        )
        Answer.objects.create(assessment=made, question=question, choice=choice)
        refresh_final(case_file)
    page = Page(signed_in(INSPECTOR).get(at("response-verify", response)))
    assert f"{question.text} Yes: 2 of 3" in page.text
    assert sample.get_absolute_url() not in page.addresses
    assert sample.get_absolute_url() in page_of(signed_in(MANAGER), response).addresses


def test_a_moderator_can_ask_for_a_dip_sample_on_a_point(signed_in):
    response = lives.asked()
    point = response.recommendation.sub_points.first()
    address = page_of(signed_in(MODERATOR), response).links[f"Dip sample on this point: {point}"]
    assert address.endswith(f"?point={point.pk}")
    assert "Dip sample on this point" not in page_of(signed_in(OBSERVER), response).text


def test_an_observer_reads_the_report_and_not_the_evidence(signed_in):
    response = lives.delivered(lives.asked())
    page = page_of(signed_in(OBSERVER), response)
    assert "All are trained." in page.text
    assert Evidence.objects.get().round.title not in page.text


def test_delivering_without_evidence_says_what_to_do(signed_in):
    client, response = signed_in(MANAGER), lives.answered(lives.asked())
    client.post(at("response-report", response), {"text": "We have begun."})
    response.refresh_from_db()
    page = Page(client.get(at("response-deliver", response)))
    assert page.links["Report progress with evidence"] == at("response-report", response)
    sent = {"why": "All of it.", "lock": response.lock, **day("on", today())}
    page = Page(client.post(at("response-deliver", response), sent))
    assert page.errors[0][0].startswith("Attach evidence first")


def test_delivering_names_the_actions_that_are_still_to_be_done(signed_in):
    client, response = signed_in(MANAGER), lives.answered(lives.asked())
    action = lives.planned(response)
    client.post(at("response-report", response), {"text": "We have begun."})
    page = Page(client.get(at("response-deliver", response)))
    assert "Still to be done:" in page.text
    assert page.links[action.title] == action.get_absolute_url()


def test_points_that_were_left_can_be_answered_while_work_goes_on(signed_in):
    client, response = signed_in(MANAGER), lives.answered(lives.asked(points=()))
    client.post(at("response-report", response), {"text": "We have begun."})
    SubPoint.objects.create(recommendation=response.recommendation, order=1, text=lives.POINTS[0])
    page = page_of(client, response)
    assert page.links["Answer the recommendation"] == at("response-answer", response)
    assert client.get(at("response-answer", response)).status_code == 200


def test_verifying_shows_what_was_asked_done_and_shown(signed_in):
    client, response = signed_in(INSPECTOR), lives.delivered(lives.asked())
    page = Page(client.get(at("response-verify", response)))
    for said in (*lives.POINTS, "The dip sample shows it.", "All are trained.", "1 piece of"):
        assert said in page.text
    page = Page(client.post(at("response-verify", response), {}))
    assert [text for text, _ in page.errors] == [
        "Select whether it was carried out",
        "Enter what you looked at and what you found",
    ]
    client.post(at("response-verify", response), {"outcome": "verified", "why": "I read ten."})
    page = page_of(client, response)
    assert "I read ten." in page.text
    assert "by Ines Calder" in page.text
    assert next_link(page) == []


def test_who_had_a_hand_in_it_is_told_that_somebody_else_verifies(signed_in):
    response = lives.delivered(lives.asked(force_closes=True))
    page = page_of(signed_in(MANAGER), response)
    assert next_link(page) == []
    assert "You had a hand in this" in page.text
    assert next_link(page_of(signed_in(SECOND), response)) == ["Verify it or return it"]
    sent = {"outcome": "verified", "why": "Mine."}
    page = Page(signed_in(MANAGER).post(at("response-verify", response), sent))
    assert page.errors[0][0] == "You had a hand in this. Ask somebody who had none to verify it."


def test_what_was_replaced_leaves_nothing_to_do(signed_in):
    client, response = signed_in(MANAGER), lives.asked()
    responses_supersede(responses=[response], why="The one of 2027.", by=lives.person(MANAGER))
    page = page_of(client, response)
    assert "Superseded" in page.text
    assert next_link(page) == []


def test_the_day_of_receipt_is_asked_for_the_iopc_alone(signed_in):
    client = signed_in(MANAGER)
    other = lives.answered(lives.asked(points=()))
    words = "Note when the IOPC received the answer"
    assert words not in page_of(client, other).links
    sent = {"lock": other.lock, **day("on", today())}
    page = Page(client.post(at("response-received", other), sent))
    assert page.errors[0][0] == "The day of receipt starts a time only for the IOPC."
    iopc = lives.answered(lives.asked(points=(), legal_basis="iopc_28a"))
    client.post(page_of(client, iopc).links[words], {"lock": iopc.lock, **day("on", today())})
    assert "Answer received on 30 November 2026" in page_of(client, iopc).text


def test_the_recommendation_leads_to_each_answer(signed_in):
    response = lives.asked()
    page = Page(signed_in(MANAGER).get(response.recommendation.get_absolute_url()))
    assert response.get_absolute_url() in page.addresses


def test_the_history_of_a_recommendation_tells_of_actions_and_reports(signed_in):
    response = lives.answered(lives.asked())
    lives.planned(response)
    lives.reported(response)
    address = reverse("recommendation-history", args=[response.recommendation_id])
    said = Page(signed_in(MANAGER).get(address)).text
    for words in ("answered the recommendation", "added the action", "reported progress"):
        assert words in said
    assert "Train the control room" in said
