"""Samples and their cases are seen by those who see every case file of the round."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from audit.models import Round, Sample, SampledCase, SampleStratum, User
from audit.rules.sampling import Size
from audit.services.loading.sample_tables import plain_table
from audit.services.samples import sample_draw
from tests.frames import frame_csv

OTHER, TEAMS = {"audit-of-another-force"}, {"inspection", "earlier-inspection"}
SEEN = {
    "auditor@wexshire": set(),
    "moderator@wexshire": {"audit", "published-inspection"},
    "manager@wexshire": set(),
    "observer@wexshire": set(),
    "action-owner@wexshire": set(),
    "moderator@eastmarch": OTHER,
    "inspector@inspectorate": TEAMS,
    "inspector2@inspectorate": set(),
    "admin@casemark": set(),
}
PATHS = ((Sample, "round"), (SampleStratum, "sample__round"), (SampledCase, "sample__round"))

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def samples(rounds) -> None:
    """One of each round, which the database would take from nobody else once it is published."""
    for round in rounds.values():
        status = round.status
        Round.objects.filter(pk=round.pk).update(status="fieldwork")
        round.refresh_from_db()
        sample_draw(
            round=round,
            table=plain_table(frame_csv(8)),
            number_kind="crime",
            columns=[],
            sizes={(): Size(2)},
            by=User.objects.service_account(),
        )
        Round.objects.filter(pk=round.pk).update(status=status)


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize(("model", "path"), PATHS)
def test_each_person_sees_exactly_the_samples_of(name, model, path, samples, person):
    rows = model.objects.visible_to(person(name))
    assert set(rows.values_list(f"{path}__code", flat=True)) == SEEN[name]


@pytest.mark.parametrize(("model", "path"), PATHS)
def test_strangers_and_those_who_are_switched_off_see_none(model, path, samples, person):
    moderator = person("moderator@wexshire")
    moderator.is_active = False
    for nobody in (moderator, AnonymousUser()):
        assert not model.objects.visible_to(nobody).exists()
