"""The rows behind the model, and whether they are as the model has them."""

from __future__ import annotations

from audit.models import (
    Action,
    DueChange,
    Evidence,
    Extension,
    Force,
    ProgressUpdate,
    Recommendation,
    Response,
    ResponseStep,
    Round,
    RoundMember,
    SourceDocument,
    SubPoint,
    SubPointAnswer,
    User,
)
from audit.rules.roles import RoundRole
from audit.rules.verification import Closure
from audit.services.response_steps import responses_open
from tests.factories import RecommendationFactory, RoundFactory, SourceDocumentFactory
from tests.soak.life.model import Model
from tests.soak.life.people import (
    ASKED,
    AUDIT,
    INSPECTION,
    IOPC,
    MADE,
    PEOPLE,
    PUBLISHED,
    UNPUBLISHED,
    Asked,
    Person,
)
from tests.soak.life.seeing import asking
from tests.soak.life.state import Answer
from tests.soak.steps import user_with

BASIS = Recommendation.LegalBasis
BASES = {INSPECTION: BASIS.INSPECTION, UNPUBLISHED: BASIS.INSPECTION, AUDIT: BASIS.INTERNAL}
CLOSURES = {"inspector": Closure.INSPECTORATE, "manager": Closure.FORCE}


class World:
    """Made once; what is done to it in between is rolled back (steps.py)."""

    def __init__(self) -> None:
        self.users = {who: user_with(who.email, who.role, who.force) for who in PEOPLE}
        self.people: dict[int, Person | None] = {u.pk: who for who, u in self.users.items()}
        self.service = User.objects.service_account()
        self.people[self.service.pk] = None
        self.rounds = {
            INSPECTION: RoundFactory(
                inspection=True, published=True, published_on=PUBLISHED[INSPECTION]
            ),
            UNPUBLISHED: RoundFactory(inspection=True, status="signed_off"),
            AUDIT: RoundFactory(published=True, published_on=PUBLISHED[AUDIT]),
        }
        for who, user in self.users.items():
            for source in (INSPECTION, UNPUBLISHED) if who.on_team else ():
                round = self.rounds[source]
                RoundMember.objects.create(round=round, user=user, role=RoundRole.LEAD)
        self.asking = {who: asking(user) for who, user in self.users.items()}
        self.asked = {asked.source: self._asked(asked) for asked in ASKED}
        self.keys = [self._put_to(asked) for asked in ASKED]
        self.points = [
            [*SubPoint.objects.filter(recommendation=self.asked[asked.source])] for asked in ASKED
        ]

    def _asked(self, asked: Asked) -> Recommendation:
        round = self.rounds.get(asked.source)
        document = SourceDocumentFactory(
            round=round,
            published_on=PUBLISHED[asked.source],
            closure=CLOSURES[asked.verified_by],
            kind=SourceDocument.Kind.INTERNAL_AUDIT if round else "iopc_investigation",
        )
        made = RecommendationFactory(
            source_document=document,
            round=round,
            legal_basis=BASES.get(asked.source, BASIS.IOPC_28A),
            made_on=MADE if asked.source == IOPC else None,
        )
        for order in range(asked.points):
            SubPoint.objects.create(recommendation=made, order=order, text=f"Point {order}.")
        return made

    def _put_to(self, asked: Asked) -> int:
        forces = [Force.objects.get(code=asked.force)]
        made = self.asked[asked.source]
        [response] = responses_open(recommendations=[made], forces=forces, by=self.service)
        return response.pk

    def model(self) -> Model:
        """As the rows are before anything is done."""
        return Model([Answer(asked, asked.source != UNPUBLISHED) for asked in ASKED])

    def round(self, source: str) -> Round:
        return Round.objects.get(pk=self.rounds[source].pk)

    def response(self, number: int, by: Person) -> Response:
        """As a page finds it, for whoever has it open; so with the others."""
        return Response.objects.visible_to(self.users[by]).get(pk=self.keys[number])

    def action(self, number: int, by: Person) -> Action:
        return self._nth(Action, number, by)

    def update(self, number: int, by: Person) -> ProgressUpdate:
        return self._nth(ProgressUpdate, number, by)

    def evidence(self, number: int, by: Person) -> Evidence:
        return self._nth(Evidence, number, by)

    def _nth(self, model: type, number: int, by: Person):
        order = ["update", "pk"] if model is Evidence else ["pk"]
        key = model.objects.order_by(*order).values_list("pk", flat=True)[number]
        return model.objects.visible_to(self.users[by]).get(pk=key)

    def stored(self) -> dict[str, list]:
        """What the database holds, in the words of `told`."""
        who, numbers = self.people | {None: None}, {key: n for n, key in enumerate(self.keys)}
        responses = Response.objects.order_by("pk").values_list(
            *("owner", "deputy", "status", "lock", "answered_on", "answer_received_on")
        )
        steps = ResponseStep.objects.order_by("response", "on", "pk")
        points = SubPointAnswer.objects.order_by("response", "sub_point__order")
        extended = Extension.objects.order_by("response", "pk").values_list("response", "until")
        actions = Action.objects.order_by("pk").values_list(
            *("owner", "status", "due_on", "first_due_on", "done_on", "lock", "pk")
        )
        serves = Action.responses.through.objects.values_list("action", "response")
        moved = DueChange.objects.order_by("action", "pk")
        updates = ProgressUpdate.objects.order_by("pk").values_list("pk", "text", "by")
        shown = Evidence.objects.order_by("update", "pk").values_list(
            *("update", "by", "withdrawn_by")
        )
        return {
            "answers": [(who[one], who[other], *rest) for one, other, *rest in responses],
            "steps": [
                (numbers[key], status, on, who[by])
                for key, status, on, by in steps.values_list("response", "status", "on", "by")
            ],
            "points": [
                (numbers[key], said) for key, said in points.values_list("response", "decision")
            ],
            "extended": [(numbers[key], until) for key, until in extended],
            "actions": [(who[one], *rest) for one, *rest, _ in actions],
            "serves": self._served(actions, serves, numbers),
            "moved": list(moved.values_list("before", "after")),
            "updates": [(text, who[by]) for _, text, by in updates],
            "shown": self._shown(updates, shown, who),
        }

    @staticmethod
    def _served(actions, serves, numbers) -> list[list[int]]:
        served = list(serves)
        return [
            sorted(numbers[response] for action, response in served if action == key)
            for *_, key in actions
        ]

    @staticmethod
    def _shown(updates, shown, who) -> list[list[tuple]]:
        rows = list(shown)
        return [
            [(who[by], who[taken_by]) for update, by, taken_by in rows if update == key]
            for key, *_ in updates
        ]

    @staticmethod
    def told(model: Model) -> dict[str, list]:
        every = list(enumerate(model.answers))
        return {
            "answers": [
                (a.owner, a.deputy, a.status, a.lock, a.answered_on, a.received_on)
                for _, a in every
            ],
            "steps": [(n, *step) for n, a in every for step in a.steps],
            "points": [(n, said) for n, a in every for said in a.decisions],
            "extended": [(n, until) for n, a in every for until in a.extended],
            "actions": [
                (d.owner, d.status, d.due, d.first_due, d.done_on, d.lock) for d in model.deeds
            ],
            "serves": [sorted(model.answers.index(a) for a in d.serves) for d in model.deeds],
            "moved": [change for d in model.deeds for change in d.moved],
            "updates": [(one.text, one.by) for one in model.reports],
            "shown": [
                [(shown.by, shown.withdrawn_by) for shown in one.shown] for one in model.reports
            ],
        }
