"""manage.py rights_table: the table of rights as Markdown, for audit/README.md."""

from django.core.management.base import BaseCommand

from audit.permissions import TABLE, Right


def rights_table() -> str:
    """A row a right, a column a role; each cell says to what the right reaches."""
    roles = list(TABLE)
    header = ["right", *(role.label.lower() for role in roles)]
    rows = [header, ["---"] * len(header)]
    for right in Right:
        cells = [TABLE[role].get(right) for role in roles]
        rows.append([right.value, *(cell.label if cell else "–" for cell in cells)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


class Command(BaseCommand):
    help = "Prints the table of rights as Markdown."

    def handle(self, *args, **options):
        self.stdout.write(rights_table())
