"""manage.py seal_audit_trail: seals at once what the minute's job would seal next.

Writes seals to the seal file, too, that a crash kept from it.
"""

from django.core.management.base import BaseCommand

from audit.services.sealing import copy_missing_seals, trail_seal


class Command(BaseCommand):
    help = "Seals every entry of the audit trail that no seal closes yet."

    def handle(self, *args, **options):
        seals = trail_seal()
        late = copy_missing_seals()
        entries = sum(seal.count for seal in seals)
        self.stdout.write(f"Sealed {entries:,} entries with {len(seals):,} seals.")
        if late:
            self.stdout.write(f"Wrote {late:,} seals that were missing to the seal file.")
