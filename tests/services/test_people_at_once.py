"""Two administrators at the same moment: threads, and a database that they share."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import PermissionDenied
from django.db import connection

from audit.models import User
from audit.rules.roles import Role
from audit.services.memberships import membership_add
from audit.services.people import person_add, person_disable


def test_two_administrators_who_remove_each_other_at_the_same_moment_leave_one(
    reference_data, transactional_db, monkeypatch
):
    """Each has been let in before the other's change, and waits for it then."""
    service, start = User.objects.service_account(), Barrier(2)
    first = User.objects.get(email="admin@casemark.example")
    # With a password: who has none yet is no administrator who could stay.
    password = "violet tractor under nine moons"
    second = person_add(
        email="admin2@casemark.example", name="Second", password=password, by=service
    )
    membership_add(person=second, role=Role.ADMINISTRATOR, force=None, by=service)

    def slow(person):
        time.sleep(0.2)  # long enough for the other one to be let in meanwhile

    def remove(who, by):
        start.wait(timeout=10)
        try:
            person_disable(person=who, reason="Left", by=by)
        except PermissionDenied:
            return "refused"
        finally:
            connection.close()
        return "removed"

    monkeypatch.setattr("audit.services.people.end_sessions", slow)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(remove, [first, second], [second, first]))
    assert sorted(done) == ["refused", "removed"]
    assert User.objects.filter(is_active=True, memberships__role=Role.ADMINISTRATOR).count() == 1
