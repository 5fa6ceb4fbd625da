"""Several windows of one person in which one assessment is edited again and again, all at once.

`python -m tests.soak.edits WINDOWS EDITS` prints as JSON what came of it. Each window is a process
and goes through the pages: it opens the form, changes the reason and saves; where the page comes
back because another window was faster, it saves again what it had typed.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections import Counter
from random import random

from tests.soak.apart import set_up

LOOK = 0.2
"""Seconds, at most, in which somebody looks at what was saved in between."""
MOST_TRIES = 2000
"""More than all the edits together: a try fails only because another window's did not."""
AUDITOR = "auditor@wexshire.example"


def main(windows: int, edits: int) -> dict[str, object]:
    set_up()
    from django.db import connection

    from audit.models import Assessment
    from audit.services.sealing import trail_seal
    from audit.services.trail_check import trail_check

    started = assessment_begun()
    opened_form()  # what is imported now need not be imported in each process
    connection.close()  # which no two processes may share
    # Forked: a process that begins anew takes seconds to import everything.
    forking = multiprocessing.get_context("fork")
    with forking.Pool(windows, _share, [forking.Barrier(windows)]) as pool:
        given = [(f"window {number}", edits) for number in range(1, windows + 1)]
        doing = pool.starmap_async(edit, given, chunksize=1)
        while not doing.ready():
            trail_seal()  # as the job does each minute
            doing.wait(0.2)
        seen = doing.get()
    return {
        "started": started.lock,
        "ended": Assessment.objects.get(pk=started.pk).lock,
        "acknowledged": [one for acknowledged, _ in seen for one in acknowledged],
        "answers": sum((answers for _, answers in seen), Counter()),
        "trail": recorded(started.pk),
        "check": vars(trail_check()),
    }


def _share(barrier) -> None:
    global together
    together = barrier


def assessment_begun():
    """The auditor's draft of a case file that is allocated to them."""
    from audit.models import User
    from audit.services.assessments import Judgement, assessment_save
    from tests.factories import CaseFileFactory

    auditor = User.objects.get(email=AUDITOR)
    case_file = CaseFileFactory(allocated_to=auditor)
    judgement = Judgement(area_grades={case_file.area: "good"})
    return assessment_save(case_file=case_file, judgement=judgement, by=auditor, lock=None)


def recorded(pk: int) -> list[list[object]]:
    """(lock before, lock after, reason for the grade) of each recorded save, in their order."""
    from audit.models import LogEntry

    saves = LogEntry.objects.filter(event="assessment.saved", subject_id=str(pk))
    texts = [entry.text for entry in saves.order_by("pk").select_related("text")]
    return [
        [text.before.get("lock"), text.after["lock"], text.after["rationale"]] for text in texts
    ]


def opened_form():
    """A new session of the auditor, the form's address, and the form as it is shown."""
    from django.test import Client
    from django.urls import reverse

    from audit.models import CaseFile, User
    from tests.pages import Page

    client = Client(raise_request_exception=False)
    client.force_login(
        User.objects.get(email=AUDITOR),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    address = reverse("case-file-grade", args=[CaseFile.objects.get().reference])
    return client, address, Page(client.get(address))


def edit(window: str, edits: int) -> tuple[list[tuple[str, int]], Counter[str]]:
    """Saves that many times; what was acknowledged, each with the lock that it started from, and
    how often which answer was given."""
    from django.db import close_old_connections

    from tests.pages import Page

    client, form, page = opened_form()
    answers: Counter[str] = Counter()
    acknowledged: list[tuple[str, int]] = []
    together.wait(timeout=300)
    for number in range(1, edits + 1):
        words = f"Edit {number} of {window}."
        for _ in range(MOST_TRIES):
            close_old_connections()  # as the server does after each request
            answer = client.post(form, page.typed | {"rationale": words, "save": "yes"})
            answers[kind_of(answer)] += 1
            if answer.status_code == 302:
                acknowledged.append((words, int(page.typed["lock"][0])))
            if answer.status_code != 200:
                break
            page = Page(answer)
            time.sleep(random() * LOOK)
        page = Page(client.get(form))
    return acknowledged, answers


def kind_of(answer) -> str:
    """ "saved", "stale", or else what stands in the answer."""
    if answer.status_code == 302:
        return "saved"
    words = answer.content.decode()
    if answer.status_code == 200 and "saved somewhere else" in words:
        return "stale"
    return f"{answer.status_code}: {words}"


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
