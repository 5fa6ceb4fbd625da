"""Reading holds nobody up: threads, and a database that they share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection, transaction

from audit.models import CaseFile, LogEntry, User
from audit.services.allocation import case_file_allocate
from audit.services.trail import record_once
from tests.factories import CaseFileFactory, RoundFactory


def test_an_open_read_keeps_nobody_else_from_reading_and_writing(reference_data, transactional_db):
    """The other one, who reads the same file too, would be refused a lock after two seconds."""
    one, other = CaseFileFactory.create_batch(2, round=RoundFactory())
    auditor = User.objects.get(email="auditor@wexshire.example")
    moderator = User.objects.get(email="moderator@wexshire.example")
    recorded, done = Event(), Event()

    def read_and_stay():
        try:
            with transaction.atomic():
                record_once("case_file.read", one, by=auditor, session="first")
                recorded.set()
                return done.wait(timeout=10)
        finally:
            connection.close()

    def read_and_write():
        try:
            assert recorded.wait(timeout=10)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                for case_file in (one, other):
                    record_once("case_file.read", case_file, by=moderator, session="second")
                case_file_allocate(case_file=other, to=auditor, by=moderator)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        stayed, wrote = pool.submit(read_and_stay), pool.submit(read_and_write)
        wrote.result()
        assert stayed.result()
    assert CaseFile.objects.get(pk=other.pk).allocated_to == auditor
    assert LogEntry.objects.filter(event="case_file.read").count() == 3
