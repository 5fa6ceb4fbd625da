from __future__ import annotations

import pytest

from audit.rules.passwords import is_easy, normal_form

PHRASES = ("correcthorsebatterystaple", "wexshire", "casemark", "password", "police")

EASY = [
    "passwordpassword",
    "P@ssw0rd-P@ssw0rd-P@ssw0rd",
    "Correct Horse Battery Staple",
    "correct-horse-battery-staple-1",
    "casemark password 1",
    "Wexshire Police 2026",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "qwertyuiopasdfghjkl",
    "lkjhgfdsapoiuytrewq",
    "1qaz2wsx3edc4rfv5tgb",
    "123456789012345678",
    "abcdefghijklmnopqrstuvwxyz",
    "ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ",
    "...............",
    "",
]
GOOD = [
    "tortoise lamp gravel oboe",
    "seven otters juggle soup",
    "property were stones point",
    "Wexshire otters juggle",
    "k3j9x0qpl2mvn81",
    "добрые выдры едят суп",
    "x" + "tumbling marmalade " * 7,
]


@pytest.mark.parametrize("password", EASY)
def test_what_many_people_use_is_easy_however_long(password):
    assert is_easy(password, PHRASES)


@pytest.mark.parametrize("password", GOOD)
def test_what_nobody_would_expect_is_good(password):
    assert not is_easy(password, PHRASES)


def test_a_phrase_is_known_by_its_letters():
    assert normal_form(" Corr€ct Hor$e! ") == "correcthorsei"
