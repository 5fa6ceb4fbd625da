"""manage.py figures ROUND: a round's figures as JSON, and nothing else, on standard output."""

import json

from django.core.management.base import BaseCommand, CommandError

from audit.documents.figures import round_figures
from audit.models import Round, User


class Command(BaseCommand):
    help = "Prints the figures of a round as JSON, in the shape of its figures.json."

    def add_arguments(self, parser):
        parser.add_argument("round", help="its code, such as durham-2019")

    def handle(self, *args, **options):
        rounds = Round.objects.visible_to(User.objects.service_account())
        round = rounds.select_related("framework", "force").filter(code=options["round"]).first()
        if round is None:
            known = ", ".join(rounds.order_by("code").values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no round “{options['round']}”. Known: {known}.")
        figures = round_figures(round).as_json()
        self.stdout.write(json.dumps(figures, indent=2, ensure_ascii=False))
