"""The rows behind the model, and whether they are as the model has them."""

from __future__ import annotations

from django.test import Client

from audit.models import (
    Assessment,
    CaseFile,
    Conflict,
    ImmediateConcern,
    Query,
    Round,
    RoundMember,
    User,
)
from audit.rules.grading import Origin
from audit.services.finals import refresh_final
from tests.factories import CaseFileFactory, RoundFactory
from tests.soak.steps import user_with
from tests.soak.workflow.model import Model
from tests.soak.workflow.people import AUDIT, INSPECTION, PEOPLE, Person, can_be_asked
from tests.soak.workflow.state import File, Judgement

GIVEN = (
    # round, who is asked first, who second
    (AUDIT, "auditor@wexshire", None),
    (AUDIT, "auditor2@wexshire", "moderator@wexshire"),
    (AUDIT, "auditor@wexshire", "auditor2@wexshire"),
    (INSPECTION, "inspector@inspectorate", "inspector3@inspectorate"),
)


PARTS = {
    Assessment: ("origin", "assessor", "status", "overall_grade", "lock"),
    Conflict: ("person",),
    Query: ("asked_by", "resolved_at"),
    ImmediateConcern: ("raised_by", "status"),
}
"""What is compared of each part of a file."""
OF_A_FILE = (
    *("allocated_to", "second_assessor", "blind", "status"),
    "final_assessment__overall_grade",
)


class World:
    """Made once; what is done to it in between is rolled back (sequence.py)."""

    def __init__(self) -> None:
        self.users = {who: user_with(who.email, who.role, who.force) for who in PEOPLE}
        self.people: dict[int | None, Person | None] = {
            user.pk: who for who, user in self.users.items()
        } | {None: None}
        self.rounds = {AUDIT: RoundFactory(), INSPECTION: RoundFactory(inspection=True)}
        for who, user in self.users.items():
            if who.part:
                round = self.rounds[INSPECTION]
                RoundMember.objects.create(round=round, user=user, role=who.part)
        self.clients = {who: signed_in(user) for who, user in self.users.items() if sees_files(who)}
        by_email = {who.email: who for who in PEOPLE} | {None: None}
        self.given = [(code, by_email[one], by_email[other]) for code, one, other in GIVEN]
        self.keys = [self._file(*given) for given in self.given]

    def _file(self, round: str, first: Person | None, second: Person | None) -> int:
        case_file = CaseFileFactory(
            round=self.rounds[round],
            allocated_to=self.users.get(first),
            second_assessor=self.users.get(second),
        )
        refresh_final(case_file)
        return case_file.pk

    def model(self) -> Model:
        """As the rows are before anything is done."""
        files = [File(round, first, second) for round, first, second in self.given]
        return Model({code: round.status for code, round in self.rounds.items()}, files)

    def row(self, number: int) -> CaseFile:
        return CaseFile.objects.select_related("round__framework").get(pk=self.keys[number])

    def round(self, code: str) -> Round:
        return Round.objects.get(pk=self.rounds[code].pk)

    def assessment(self, number: int, who: Person) -> Assessment:
        key = {"case_file": self.keys[number], "assessor": self.users[who]}
        rows = Assessment.objects.select_related("case_file__round")
        return rows.get(origin=Origin.ASSESSOR, **key)

    def query(self, number: int, which: int) -> Query:
        return Query.objects.filter(case_file=self.keys[number]).order_by("pk")[which]

    def concern(self, number: int, which: int) -> ImmediateConcern:
        rows = ImmediateConcern.objects.filter(case_file=self.keys[number])
        return rows.order_by("pk")[which]

    def stored(self) -> list[object]:
        """What the database holds, in the words of `told`."""
        files = CaseFile.objects.filter(pk__in=self.keys).order_by("pk").values_list(*OF_A_FILE)
        rounds = [round.pk for round in self.rounds.values()]
        statuses = Round.objects.filter(pk__in=rounds).order_by("pk")
        parts = [self._by_file(model) for model in PARTS]
        return [
            *statuses.values_list("status", flat=True),
            *(
                self._stored(file, *(rows[key] for rows in parts))
                for key, file in zip(self.keys, files, strict=True)
            ),
        ]

    def _by_file(self, model: type) -> dict[int, list[tuple]]:
        found: dict[int, list[tuple]] = {key: [] for key in self.keys}
        rows = model.objects.filter(case_file__in=self.keys).order_by("pk")
        for key, *row in rows.values_list("case_file", *PARTS[model]):
            found[key].append(row)
        return found

    def _stored(self, file, assessments, conflicts, queries, concerns) -> dict[str, object]:
        first, second, blind, status, final = file
        people = self.people
        return {
            "asked": [people[first], people[second]],
            "blind": blind,
            "status": status,
            "final": final or "",
            "judgements": sorted(
                (origin, people[assessor].email, status, grade)
                for origin, assessor, status, grade, _ in assessments
            ),
            "locks": {
                people[assessor]: lock
                for origin, assessor, *_, lock in assessments
                if origin == Origin.ASSESSOR
            },
            "conflicts": {people[person] for [person] in conflicts},
            "queries": [(people[asked_by], not resolved) for asked_by, resolved in queries],
            "concerns": [(people[raised_by], status) for raised_by, status in concerns],
        }

    def told(self, model: Model) -> list[object]:
        return [*model.rounds.values(), *(self._told(file) for file in model.files)]

    @staticmethod
    def _told(file: File) -> dict[str, object]:
        def row(origin: str, one: Judgement) -> tuple[str, ...]:
            return (origin, one.by.email, one.status, one.grade)

        agreed = [row("agreed", file.agreed)] if file.agreed else []
        return {
            "asked": [file.first, file.second],
            "blind": file.is_blind,
            "status": file.status,
            "final": file.final,
            "judgements": sorted([*agreed, *(row("assessor", one) for one in file.own.values())]),
            "locks": {who: one.lock for who, one in file.own.items()},
            "conflicts": file.conflicts,
            "queries": [(query.by, query.is_open) for query in file.queries],
            "concerns": [(concern.by, concern.status) for concern in file.concerns],
        }


def sees_files(who: Person) -> bool:
    return can_be_asked(who, AUDIT) or can_be_asked(who, INSPECTION)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
