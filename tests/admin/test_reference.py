"""Reference data, looked after by administrators."""

from __future__ import annotations

import pytest

from audit.models import Framework, LogEntry
from tests.admin.reading import change, errors


@pytest.fixture
def administrator(db, signed_in):
    return signed_in("admin@casemark")


@pytest.mark.parametrize("grades", ["[]", "[{", '{"a": 1}', "5", '[{"code": "good"}]'])
def test_a_malformed_scale_is_refused_in_the_form(grades, administrator, send):
    framework = Framework.objects.get()
    assert errors(send(administrator, change(framework), grades=grades))
    framework.refresh_from_db()
    assert len(framework.grades) == 3


def test_a_change_of_reference_data_is_recorded(administrator, round, send):
    send(administrator, change(round.force), name="Wexshire again")
    entry = LogEntry.objects.about(round.force).first()
    assert (entry.event, entry.changed) == ("force.changed", ["name"])
