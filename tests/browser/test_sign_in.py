"""Passkeys, with the authenticator that Chromium makes up for tests; and a page that locks."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import overflow, violations
from tests.cast import PASSWORD

WHO = "inspector2@inspectorate"
"""Nobody else's test signs in as them, for whom a password alone is then not enough."""
ACTIVITY = "**/account/sessions/activity/"
TYPED = "Nobody asked the child."


@pytest.fixture
def authenticator(page, context):
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def verifies(is_so: bool) -> None:
        at = {"authenticatorId": made["authenticatorId"], "isUserVerified": is_so}
        session.send("WebAuthn.setUserVerified", at)

    return verifies


def sign_out(page) -> None:
    page.locator(".casemark-account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


def test_a_passkey_is_set_up_and_then_signs_in(page, sign_in, authenticator):
    sign_in(WHO)
    page.goto("/account/second-step/webauthn/add/")
    page.get_by_label("What do you call it?").fill("Work laptop")
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert violations(page) == []
    page.goto("/account/second-step/")
    page.get_by_text("Work laptop").wait_for()

    sign_out(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    page.locator(".casemark-account").get_by_text("Jonah Reid").wait_for()

    sign_out(page)
    page.get_by_label("What is your e-mail address?").fill(f"{WHO}.example")
    page.get_by_label("What is your password?").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Your second step").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Use a passkey instead").click()
    page.locator(".casemark-account").get_by_text("Jonah Reid").wait_for()


def test_a_passkey_that_does_not_work_is_told_in_words(page, authenticator):
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.get_by_text("The passkey did not work. Try again, or use another way").wait_for()
    assert violations(page) == []


@pytest.fixture
def form(page, sign_in, places):
    """A form with something typed in it, on a page whose clock can be moved."""
    sign_in("moderator@wexshire")
    page.clock.install()
    page.goto("/inspections-and-audits/wexshire-2026/recommendations/add/")
    area(page).fill(TYPED)
    return page


def area(page):
    return page.locator("textarea").first


def locked_by_the_server(page) -> None:
    page.route(ACTIVITY, lambda route: route.fulfill(json={"state": "locked"}))


def unlock(page, password: str = PASSWORD) -> None:
    page.get_by_label("What is your password?").fill(password)
    page.get_by_role("button", name="Unlock").click()


def lock(page) -> None:
    locked_by_the_server(page)
    page.clock.fast_forward("31:00")
    page.get_by_role("heading", name="Your session is locked").wait_for()


def test_a_page_warns_before_it_locks_and_typing_keeps_it_open(form):
    form.clock.fast_forward("28:30")
    warning = form.get_by_role("status").get_by_text("This page locks in less than 2 minutes")
    warning.wait_for()
    with form.expect_response(ACTIVITY) as said:
        area(form).press("End")
    assert said.value.request.method == "POST"
    form.clock.run_for(2000)
    warning.wait_for(state="detached")
    form.clock.fast_forward("05:00")
    assert area(form).is_visible()


def test_a_locked_page_hides_what_was_typed_and_gives_it_back(form):
    lock(form)
    assert not area(form).is_visible()
    assert form.get_by_role("link", name="Recommendations").count() == 0
    assert form.title() == "Locked – Casemark"
    assert violations(form) == []
    assert overflow(form) == 0
    unlock(form, "not the right password")
    form.get_by_text("This is not your password. Type it again").wait_for()
    assert not area(form).is_visible()
    unlock(form)
    area(form).wait_for()
    assert area(form).input_value() == TYPED
    assert area(form).evaluate("element => element === document.activeElement")


def test_a_page_that_another_tab_keeps_open_does_not_lock(form):
    form.clock.fast_forward("31:00")
    area(form).wait_for()
    assert area(form).input_value() == TYPED


def test_unlocking_in_one_tab_unlocks_the_others(form, context):
    other = context.new_page()
    other.clock.install()
    other.goto("/case-files/")
    lock(form)
    lock(other)
    other.unroute(ACTIVITY)
    form.unroute(ACTIVITY)
    unlock(form)
    other.get_by_role("heading", name="Case files", exact=True).wait_for()


def test_a_page_that_ended_is_open_again_after_signing_in_elsewhere(form, context, sign_in):
    context.clear_cookies(name="sessionid")
    form.clock.fast_forward("31:00")
    form.get_by_role("heading", name="You are signed out").wait_for()
    assert not area(form).is_visible()
    assert violations(form) == []
    sign_in("moderator@wexshire")
    form.clock.fast_forward("00:20")
    area(form).wait_for()
    assert area(form).input_value() == TYPED
    form.get_by_role("button", name="Add the recommendation").click()
    form.get_by_role("heading", name="There is a problem").wait_for()


def test_a_page_of_somebody_else_is_not_shown_to_whoever_signs_in_next(form, context, sign_in):
    context.clear_cookies(name="sessionid")
    form.clock.fast_forward("31:00")
    form.get_by_role("heading", name="You are signed out").wait_for()
    sign_in("observer@wexshire")
    form.clock.fast_forward("00:20")
    form.get_by_role("heading", name="Page not found").wait_for()


def test_the_end_of_a_session_is_announced_on_a_page_that_stays_open(form):
    whose = form.locator("#session").get_attribute("data-whose")
    token = form.locator("[name=csrfmiddlewaretoken]").first.input_value()
    soon = {"state": "open", "idle_left": 1800, "left": 840, "whose": whose, "token": token}
    banner = form.get_by_text("You will be signed out at")
    assert not banner.is_visible()
    form.route(ACTIVITY, lambda route: route.fulfill(json=soon))
    form.clock.fast_forward("31:00")
    form.clock.run_for(3000)
    banner.wait_for()
    assert area(form).input_value() == TYPED
    assert violations(form) == []
