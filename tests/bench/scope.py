"""What scope and trail cost: in queries a page, and in time a list that holds one force of many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from statistics import median
from time import perf_counter
from unittest.mock import patch

from django.db import connection
from django.db.models import Q
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Force, ForceMembership, Round, RoundMember, User
from audit.models.case_files import CaseFileQuerySet
from audit.models.scope import ScopedQuerySet
from audit.rules.roles import Role, RoundRole
from audit.views.case_files import CaseFileListView
from tests.bench.breakdown import add_graded_files
from tests.bench.table import Line
from tests.cast import create_cast
from tests.factories import RoundFactory
from tests.many_rows import add_files, add_recommendations

FORCES, FILES, RUNS = 43, 100_000, 15
LISTS = {
    "as it opens": "",
    "by area, worst first": "area=s47&sort=-grade",
    "by status, last page": "status=submitted&page=999999",
}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def measure_queries() -> list[Line]:
    """Each page as it is opened for the first time in a session, when the read is recorded."""
    create_cast(by=User.objects.service_account())
    return [
        Line(f"{page}, {name.partition('@')[0]}", scoped, plain, "queries", "at most 4 more")
        for name in ("moderator@wexshire", "inspector@inspectorate")
        for page, (scoped, plain) in page_queries(name).items()
    ]


def page_queries(name: str) -> dict[str, tuple[int, int]]:
    """Page → queries with scope and trail, and those of the same page without both."""
    user = User.objects.get(email=f"{name}.example")
    inspection = user.scope.has(Role.INSPECTOR)
    before = RoundFactory(inspection=inspection)
    round = RoundFactory(inspection=inspection, previous=before)
    RoundMember.objects.create(round=round, user=user, role=RoundRole.LEAD)
    case_file = add_files(round, user, 10)[1]
    recommendation = add_recommendations(round, 10)
    pages = {
        "A case file": case_file.get_absolute_url(),
        "Its history": reverse("case-file-history", args=[case_file.reference]),
        "Case files": reverse("case-file-list"),
        "A recommendation": recommendation.get_absolute_url(),
        "An audit or inspection": round.get_absolute_url(),
    }
    return {page: with_and_without(user, address) for page, address in pages.items()}


def with_and_without(user: User, address: str) -> tuple[int, int]:
    asked(user, address)  # what a process asks only once
    scoped = asked(user, address)
    with without_scope_and_trail(user):
        return scoped, asked(user, address)


def asked(user: User, address: str) -> int:
    """Queries of a page in a session that has just begun, without marks of transactions."""
    client = Client()
    client.force_login(user, BACKEND)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return sum(not query["sql"].startswith(CONTROL) for query in queries)


@contextmanager
def without_scope_and_trail(user: User) -> Iterator[None]:
    """What the person reaches is known beforehand, and nobody asks what was recorded."""
    known = User.objects.get(pk=user.pk).scope
    with (
        patch.object(User, "scope", property(lambda person: known)),
        patch("audit.services.trail._record_once", lambda *args, **kwargs: None),
    ):
        yield


def measure_lists() -> list[Line]:
    """A moderator's list beside that of all files, and beside their own files by force alone;
    and an inspector's on every team, whose scope holds every file: the worst there can be."""
    force = fill_forces()
    moderator, inspector = moderator_of(force), inspector_of_all()
    lists = (
        ("Moderator", moderator, "all files", unscoped(), "at most 3 ×"),
        ("Moderator", moderator, "own by force alone", by_force_alone(force), "at most 3 ×"),
        ("Inspector", inspector, "all files", unscoped(), ""),
    )
    return [
        Line(f"{who}, {title}; {beside}", *compare(user, query, plain), "ms", aim)
        for title, query in LISTS.items()
        for who, user, beside, plain, aim in lists
    ]


def moderator_of(force: Force) -> User:
    moderator = User.objects.create_user("moderator@bench.example", name="Moderator")
    ForceMembership.objects.create(user=moderator, role=Role.MODERATOR, force=force)
    return moderator


def inspector_of_all() -> User:
    inspector = User.objects.create_user("inspector@bench.example", name="Inspector")
    ForceMembership.objects.create(user=inspector, role=Role.INSPECTOR)
    RoundMember.objects.bulk_create(
        RoundMember(round=round, user=inspector, role=RoundRole.INSPECTOR)
        for round in Round.objects.all()
    )
    return inspector


def fill_forces() -> Force:
    """So many files in so many forces, as one audit of each; gives one of the forces."""
    forces = list(Force.objects.order_by("pk")[:FORCES])
    assert len(forces) == FORCES
    share, left = divmod(FILES, FORCES)
    for place, force in enumerate(forces):
        round = RoundFactory(force=force, code=f"bench-scope-{place}")
        add_graded_files(round, range(share + (place < left)))
    set_finals()
    return forces[FORCES // 2]


def set_finals() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE audit_casefile SET final_assessment_id =
                   (SELECT id FROM audit_assessment WHERE case_file_id = audit_casefile.id)
               WHERE round_id IN (SELECT id FROM audit_round WHERE code LIKE 'bench-scope-%')"""
        )
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")  # which autovacuum does in production


Patches = Callable[[], AbstractContextManager]


def unscoped() -> Patches:
    return lambda: patch.object(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())


def by_force_alone(force: Force) -> Patches:
    own = Q(round__force=force)
    return lambda: patch.object(CaseFileQuerySet, "within", lambda rows, scope: own)


def compare(user: User, query: str, plain: Patches) -> tuple[float, float]:
    """Milliseconds of both, in turns: whatever else the machine does falls on both."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(RUNS):
        ours.append(seconds_of_list(user, query))
        with plain():
            theirs.append(seconds_of_list(user, query))
    return median(ours) * 1000, median(theirs) * 1000


def seconds_of_list(user: User, query: str) -> float:
    """What the view asks for one page: the filter with its choices, the count, 25 rows."""
    request = RequestFactory().get(f"{reverse('case-file-list')}?{query}")
    request.session = {}
    start = perf_counter()
    request.user = User.objects.get(pk=user.pk)  # rights are read on each request
    view = CaseFileListView()
    view.setup(request)
    _, page, rows, _ = view.paginate_queryset(view.get_queryset(), view.paginate_by)
    shown = list(rows)
    took = perf_counter() - start
    assert 0 < len(shown) <= view.paginate_by
    return took
