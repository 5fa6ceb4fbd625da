"""manage.py add_administrator EMAIL --name NAME: the first person, who can then invite all others.

For somebody who has an account, it gives the role where it is missing. Prints the address at
which they choose a password. `--reset-second-step` is for a sole administrator who lost theirs.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit.models import User
from audit.rules.roles import Role
from audit.services.invitations import password_address
from audit.services.memberships import membership_add
from audit.services.people import person_add
from audit.services.second_steps import second_step_reset

REASON = "By the command add_administrator"


class Command(BaseCommand):
    help = "Adds an administrator, or lets one in again, and prints where to choose a password."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the e-mail address to sign in by")
        parser.add_argument("--name", default="", help="needed for somebody new")
        parser.add_argument(
            "--reset-second-step", action="store_true", help="take a lost second step away"
        )

    def handle(self, *args, **options):
        by = User.objects.service_account()
        try:
            with transaction.atomic():
                person = self.person(options["email"], options["name"], by)
                if options["reset_second_step"]:
                    second_step_reset(person=person, reason=REASON, by=by)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write("They choose a password at this path of the site, which works once:")
        self.stdout.write(password_address(person))

    def person(self, email: str, name: str, by: User) -> User:
        person = User.objects.filter(email=email.lower(), is_service=False).first()
        if person is None:
            if not name:
                raise CommandError("Nobody has this address. Say who it is with --name.")
            person = person_add(email=email, name=name, by=by)
        if not person.memberships.filter(role=Role.ADMINISTRATOR).exists():
            membership_add(person=person, role=Role.ADMINISTRATOR, force=None, by=by, reason=REASON)
        return User.objects.get(pk=person.pk)
