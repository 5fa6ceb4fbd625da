"""manage.py seal_audit_trail: seals at once what the minute's job would seal next.

Writes seals to the seal file, too, that a crash kept from it.
"""

from django.core.management.base import BaseCommand, CommandError

from audit.services.sealing import SealFileMissing, copy_missing_seals, trail_seal


class Command(BaseCommand):
    help = "Seals every entry of the audit trail that no seal closes yet."

    def add_arguments(self, parser):
        parser.add_argument(
            "--new-file", action="store_true", help="begin a seal file anew that is gone"
        )

    def handle(self, *args, **options):
        try:
            late = copy_missing_seals(new_file=options["new_file"])
        except SealFileMissing:
            raise CommandError(
                "The trail has seals, and the seal file is gone. Put a copy of it back. If there "
                "is none, write down why, and begin a new one with --new-file: from then on "
                "nothing outside the database speaks for what went before."
            ) from None
        seals = trail_seal()
        entries = sum(seal.count for seal in seals)
        self.stdout.write(f"Sealed {entries:,} entries with {len(seals):,} seals.")
        if late:
            self.stdout.write(f"Wrote {late:,} seals that were missing to the seal file.")
