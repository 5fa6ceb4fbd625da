from __future__ import annotations

import pytest

from audit.rules.devices import device_in_words
from audit.rules.sessions import SessionState, SessionTimes

TIMES = SessionTimes(began=0, active=1000, idle_limit=1800, limit=36_000)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (1000, SessionState.OPEN),
        (2799, SessionState.OPEN),
        (2800, SessionState.LOCKED),
        (35_999, SessionState.LOCKED),
        (36_000, SessionState.ENDED),
    ],
)
def test_a_session_is_open_then_locked_then_ended(now, state):
    assert TIMES.state(now) == state


def test_activity_does_not_move_the_end():
    assert SessionTimes(0, 35_999, 1800, 36_000).state(36_000) == SessionState.ENDED


@pytest.mark.parametrize(("now", "worth"), [(1059, False), (1060, True)])
def test_activity_is_worth_a_write_once_a_minute(now, worth):
    assert TIMES.is_worth_touching(now) is worth


@pytest.mark.parametrize(("now", "soon"), [(35_099, False), (35_100, True)])
def test_the_end_is_announced_a_quarter_of_an_hour_before(now, soon):
    assert TIMES.ends_soon(now) is soon


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = f"{WEBKIT} Chrome/140.0 Safari/537.36"
DEVICES = {
    f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Edg/140.0": "Edge on Windows",
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROME}": "Chrome on Linux",
    f"Mozilla/5.0 (Linux; Android 15) {CHROME}": "Chrome on Android",
    f"Mozilla/5.0 (iPhone; like Mac OS X) {WEBKIT} Safari/604.1": "Safari on an iPhone",
    "Mozilla/5.0 (Macintosh; Mac OS X 15; rv:140.0) Firefox/140.0": "Firefox on a Mac",
    "curl/8.0": "A browser",
    "": "A browser",
}


@pytest.mark.parametrize("said", DEVICES)
def test_a_device_in_words(said):
    assert device_in_words(said) == DEVICES[said]
