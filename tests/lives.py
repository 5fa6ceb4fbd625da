"""A recommendation of a published inspection of Wexshire, at any point of its life."""

from __future__ import annotations

from datetime import date

from audit.clock import today
from audit.models import Action, ProgressUpdate, Response, Round, RoundMember, SubPoint, User
from audit.rules.roles import RoundRole
from audit.rules.verification import Closure
from audit.services.actions import Plan, action_add
from audit.services.progress import response_report
from audit.services.recommendations import response_open
from audit.services.responses import PointAnswer, response_answer, response_deliver
from tests.factories import RecommendationFactory, RoundFactory, SourceDocumentFactory

POINTS = ("Ask who else lives there.", "Write down what the child says.")
DUE = date(2027, 1, 15)


def person(name: str) -> User:
    return User.objects.get(email=f"{name}.example")


def asked(*, points: tuple[str, ...] = POINTS, force_closes: bool = False, **values) -> Response:
    """Put to Wexshire by an inspection, which an inspector on its team verifies; with
    `force_closes` by the force's own audit, which a second manager does."""
    if force_closes:
        round = RoundFactory(title="Our audit")
    else:
        round = RoundFactory(title="The inspection", inspection=True, published=True)
        inspector = person("inspector@inspectorate")
        RoundMember.objects.create(round=round, user=inspector, role=RoundRole.LEAD)
    closure = Closure.FORCE if force_closes else Closure.INSPECTORATE
    document = SourceDocumentFactory(round=round, title="The report", closure=closure)
    made = RecommendationFactory(round=round, source_document=document, **values)
    for order, text in enumerate(points, 1):
        SubPoint.objects.create(recommendation=made, order=order, text=text)
    by = User.objects.service_account()
    return response_open(recommendation=made, force=round.force, by=by)


def answered(response: Response, decision: str = "accepted") -> Response:
    points = response.recommendation.sub_points.values_list("pk", flat=True)
    said = PointAnswer(decision, "Already so." if decision != "accepted" else "")
    return response_answer(
        response=response,
        decision=decision,
        statement="We will." if decision == "accepted" else "Already so.",
        points=dict.fromkeys(points, said),
        lock=response.lock,
        by=person("manager@wexshire"),
    )


def planned(response: Response, owner: str = "owner@wexshire", **values) -> Action:
    plan = {
        "title": "Train the control room",
        "what": "",
        "owner": person(owner),
        "due_on": DUE,
        "responses": (response,),
    }
    return action_add(plan=Plan(**(plan | values)), by=person("manager@wexshire"))


def dip_sample() -> Round:
    return RoundFactory(kind=Round.Kind.DIP_SAMPLE, title="Was the child spoken to?")


def reported(response: Response, by: str = "manager@wexshire") -> ProgressUpdate:
    """With a dip sample as its evidence."""
    return response_report(
        response=response, text="All are trained.", dip_samples=[dip_sample()], by=person(by)
    )


def delivered(response: Response) -> Response:
    response = answered(response)
    reported(response)
    response.refresh_from_db()
    return response_deliver(
        response=response,
        why="The dip sample shows it.",
        on=today(),
        lock=response.lock,
        by=person("manager@wexshire"),
    )
