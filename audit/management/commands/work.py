"""manage.py work: runs background jobs until it is stopped, and keeps the periodic ones coming."""

from contextlib import suppress

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_tasks.signals import task_started

from audit.jobs import queue_next_turn, queue_periodic_jobs
from audit.services.sealing import SealFileMissing, copy_missing_seals


def heal_seal_file() -> None:
    """Seals that a crash kept from the file; one that is gone is for a person to decide about."""
    with suppress(SealFileMissing):
        copy_missing_seals()


class Command(BaseCommand):
    help = "Runs background jobs: sealing the audit trail each minute, and whatever is queued."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run what waits now, then end")

    def handle(self, *args, **options):
        task_started.connect(queue_next_turn)
        heal_seal_file()
        queue_periodic_jobs()
        call_command("db_worker", batch=options["once"], reload=False, verbosity=0)
