from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from audit.forms.passwords import phrases
from audit.models import User
from tests.cast import PASSWORD

GOOD = "gravel tortoise oboe lamp"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("gravel oboe", "password_too_short"),
        ("once upon a time 1", "password_too_easy"),
        ("Wexshire Constabulary 2026", "password_too_easy"),
        ("Child-Protection-Inspector", "password_too_easy"),
        ("amina.hall@wexshire.example", "password_too_similar"),
        ("aminahall19851985", "password_too_easy"),
        (PASSWORD, "password_too_easy"),
    ],
)
def test_a_password_is_refused_for(password, code):
    person = User(email="amina.hall@wexshire.example", name="Amina Hall")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize("password", [GOOD, GOOD * 6, "Ż" + GOOD, "correct otters juggle soup"])
def test_a_password_of_any_kind_of_signs_is_good(password):
    validate_password(password, User(email="a@wexshire.example", name="Amina Hall"))


def test_the_list_holds_each_phrase_once_and_the_longest_first():
    lengths = [len(phrase) for phrase in phrases()]
    assert len(lengths) > 150
    assert lengths == sorted(lengths, reverse=True)
    assert min(lengths) >= 4
