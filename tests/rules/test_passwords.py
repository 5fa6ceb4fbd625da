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


OWN = ("Amina O'Hall", "amina.ohall85@wexshire.example")
OF_ONES_OWN = [
    "aminaohall19851985",
    "Amina 1985 O'Hall 1985",
    "4m1na-0ha11-20262026",
    "ohall.amina.ohall.amina",
    "wexshire20012026amina",
    "amina password 739164",
    "amina ohall lamp 1",
]


@pytest.mark.parametrize("password", OF_ONES_OWN)
def test_ones_own_name_and_digits_are_easy(password):
    assert is_easy(password, PHRASES, OWN)
    assert not is_easy(f"{password} tortoise oboe", PHRASES, OWN)


def test_somebody_elses_name_and_digits_are_hard_to_expect():
    assert not is_easy("aminaohall19851985", PHRASES, ("Ben Otieno", "ben@wexshire.example"))


@pytest.mark.parametrize("password", GOOD)
@pytest.mark.parametrize("own", [("Al Li", "al.li@a.example"), ("", ""), ("Oboe Gravel", "")])
def test_a_good_password_stays_good_whatever_its_owner_is_called(password, own):
    assert not is_easy(password, PHRASES, own)


def test_a_phrase_is_known_by_its_letters():
    assert normal_form(" Corr€ct Hor$e! ") == "correcthorsei"
