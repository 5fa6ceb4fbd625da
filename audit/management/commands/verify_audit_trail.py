"""manage.py verify_audit_trail: whether the trail is whole; names the first thing that is not.

Ends with 1 where an entry or a seal does not fit. What is not sealed yet is said.
"""

from django.core.management.base import BaseCommand, CommandError

from audit.services.trail_check import trail_check


class Command(BaseCommand):
    help = "Checks every entry and seal of the audit trail, also against the seal file."

    def handle(self, *args, **options):
        check = trail_check()
        if check.problem:
            raise CommandError(check.problem)
        self.stdout.write(
            f"OK: {check.entries:,} entries, {check.seals:,} seals; "
            f"{check.unsealed:,} not sealed yet."
        )
