"""Text that is saved in the administration is looked through for personal data."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from tests.admin.reading import change
from tests.factories import RecommendationFactory

PHONE = "Ring 07700 900123."


@pytest.fixture
def recommendation(round):
    made = RecommendationFactory(round=round)
    made.sub_points.create(order=1, text="Before")
    return made


def warnings(response) -> list[str]:
    told = get_messages(response.wsgi_request)
    return [str(message) for message in told if message.level_tag == "warning"]


@pytest.mark.parametrize("field", ["text", "sub_points-0-text"])
def test_personal_data_is_saved_and_said_without_its_words(field, client, recommendation, send):
    response = send(client, change(recommendation), **{field: PHONE})
    recommendation.refresh_from_db()
    assert PHONE in {recommendation.text, recommendation.sub_points.get().text}
    assert warnings(response) == [
        "“Text” is saved, and looks as if it holds a phone number. If it does, replace it."
    ]


def test_a_clean_text_is_saved_without_a_word(client, recommendation, send):
    assert warnings(send(client, change(recommendation), text="Ring at once.")) == []


def test_what_was_not_changed_is_not_said_again(client, recommendation, send):
    send(client, change(recommendation), text=PHONE)
    assert warnings(send(client, change(recommendation), title="Another")) == []
