"""manage.py rights_table: the table of rights as Markdown, for audit/README.md."""

from django.core.management.base import BaseCommand

from audit.permissions import rights_table


class Command(BaseCommand):
    help = "Prints the table of rights as Markdown."

    def handle(self, *args, **options):
        self.stdout.write(rights_table())
