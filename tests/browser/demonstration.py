"""The demonstration's data in a database of one's own, and a server that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from audit.clock import today
from audit.management.commands.load_demo import DOCUMENTS, ROUNDS, first_version
from audit.models import CaseFile, Question, Round, User
from audit.rules.concerns import ConcernKind
from audit.rules.transitions import CaseFileStatus
from audit.services.case_actions import case_action_add
from audit.services.concerns import concern_raise
from audit.services.dip_samples import dip_sample_open
from tests import lives
from tests.cast import create_cast, open_durham_to_inspectors
from tests.imports import checked_run


def load() -> None:
    """What `make demo` loads, Durham's published report included."""
    by = User.objects.service_account()
    call_command("load_reference")
    create_cast(by=by)
    for code in ROUNDS:
        call_command("load_round", settings.BASE_DIR / "seeds" / code, stdout=StringIO())
    for name in DOCUMENTS:
        call_command("load_source", settings.BASE_DIR / "seeds" / name, stdout=StringIO())
    open_durham_to_inspectors(by=by)
    first_version(by)
    # Nobody reads its e-mails, and the console is where tests/browser/server.py speaks.
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        add_concern()
    add_dip_sample()
    add_lives()
    moderator = User.objects.get(email="moderator@wexshire.example")
    checked_run(Round.objects.get(code="wexshire-2026"), moderator)


def add_concern() -> None:
    """A concern that waits for its answer, and something to be put right."""
    auditor = User.objects.get(email="auditor@wexshire.example")
    mine = CaseFile.objects.filter(round__code="wexshire-2026", allocated_to=auditor)
    case_file = mine.filter(status=CaseFileStatus.SUBMITTED).first()
    concern_raise(
        case_file=case_file,
        kind=ConcernKind.CHILD_AT_RISK,
        what="The child goes home tonight to the man who is said to have hurt her.",
        told_whom="Duty inspector",
        rang_at=timezone.now(),
        by=auditor,
    )
    case_action_add(
        case_file=case_file,
        what="Write down why the meeting was held without the school.",
        owner="Supervisor",
        due_on=today(),
        by=auditor,
    )


def add_dip_sample() -> None:
    """Of one question, and not drawn yet."""
    question = Question.objects.get(code="child-spoken-to")
    audit = Round.objects.get(code="wexshire-2026")
    round = Round(
        code="wexshire-dip-sample",
        title="Was the child spoken to?",
        force=audit.force,
        framework=audit.framework,
        led_by=Round.LedBy.FORCE,
        fieldwork_started_on=today(),
    )
    moderator = User.objects.get(email="moderator@wexshire.example")
    dip_sample_open(round=round, questions=[question], by=moderator)


def add_lives() -> None:
    """An inspection's recommendations at four points of their lives, and an action."""
    lives.asked(title="Ask who lives there")
    begun = lives.answered(lives.asked(title="Name a sergeant for nights", points=()))
    lives.planned(begun)
    lives.reported(begun)
    lives.delivered(lives.asked(title="Write down what a child says"))
    lives.answered(lives.asked(title="Tell a decision-maker", points=(), legal_basis="iopc_28a"))


@contextmanager
def served() -> Iterator[str]:
    """The address of a server in this process, on a free port."""
    server = LiveServer("localhost")
    try:
        yield server.url
    finally:
        server.stop()
