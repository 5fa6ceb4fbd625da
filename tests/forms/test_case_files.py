"""Adding a case file: what the form offers."""

from __future__ import annotations

from audit.forms.case_files import CaseFileAddForm
from audit.models import RoundMember, User
from audit.rules.roles import RoundRole
from audit.services.case_files import assessors_of
from tests.factories import RoundFactory


def test_a_file_is_given_to_nobody_outside_the_scope(person):
    """An inspector on the team of the force's own audit can grade; its moderator sees no such."""
    round, inspector = RoundFactory(), person("inspector@inspectorate")
    RoundMember.objects.create(round=round, user=inspector, role=RoundRole.INSPECTOR)
    moderator = person("moderator@wexshire")
    offered = CaseFileAddForm(round=round, user=moderator).fields["allocated_to"].queryset
    assert inspector in assessors_of(round)
    assert moderator in offered
    assert not offered.exclude(pk__in=User.objects.visible_to(moderator).values("pk")).exists()
