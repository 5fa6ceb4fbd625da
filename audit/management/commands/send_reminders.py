"""manage.py send_reminders: e-mails of what is overdue, due soon or to be verified.

The daily job sends the same; whoever had today's e-mail gets no second one.
"""

from django.core.management.base import BaseCommand

from audit.clock import today
from audit.rules.dates import day_text
from audit.services.reminders import reminders_send


class Command(BaseCommand):
    help = "Sends each person one e-mail of what waits for them today; run again, none twice."

    def handle(self, *args, **options):
        day = today()
        sent = reminders_send(day)
        self.stdout.write(f"Sent {sent:,} e-mail{'' if sent == 1 else 's'} for {day_text(day)}.")
