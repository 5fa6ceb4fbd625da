"""The pages of the review of access."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Force, LogEntry, RoundMember, User
from audit.rules.dates import add_months, day_text
from audit.rules.roles import RoundRole
from tests.factories import RoundFactory
from tests.pages import Page, text_of

INDEX = reverse("access-review")
WEXSHIRE = reverse("access-review-force", args=["wexshire"])
REST = reverse("access-review-no-force")


def decisions(client, address: str) -> dict[str, str]:
    """Every question of a review, answered with “Keep”."""
    return {name: "keep" for name in client.get(address).context["form"].fields if name != "reason"}


def question(row) -> str:
    return f"{row._meta.model_name}-{row.pk}"


@pytest.fixture
def role(person):
    """The role of the second auditor."""
    return person("auditor2@wexshire").memberships.get()


def section(page: Page, name: str) -> str:
    """What a review's page says of one person."""
    sections = {
        text_of(part.find("h2")): text_of(part)
        for part in page.elements("section", "casemark-review")
    }
    return sections[name]


def test_the_page_says_who_can_see_what_and_how_they_use_it(administrator, person):
    now = timezone.now()
    for name, days in (("auditor", 10), ("manager", 91)):
        User.objects.filter(pk=person(f"{name}@wexshire").pk).update(
            last_login=now - timedelta(days=days)
        )
    User.objects.filter(pk=person("observer@wexshire").pk).update(is_active=False)
    page = Page(administrator.get(WEXSHIRE))
    assert "7 people: 5 never signed in, 1 not in the last 90 days." in page.text
    assert "case files allocated to them" in section(page, "Amina Hall")
    assert day_text(timezone.localdate() - timedelta(days=10)) in section(page, "Amina Hall")
    assert "Unused" not in section(page, "Amina Hall")
    assert "Unused for 90 days" in section(page, "Priya Nair")
    assert "Never signed in" in section(page, "Tom Baird")
    assert "Cannot sign in" in section(page, "Olwen Price")
    assert "Second step Not set up" in section(page, "Tom Baird")


def test_teams_are_reviewed_and_named_by_title_alone(administrator, person):
    round = RoundFactory(title="Inspection of spring", summary="What was found", inspection=True)
    inspector = person("inspector@inspectorate")
    RoundMember.objects.create(round=round, user=inspector, role=RoundRole.LEAD)
    page = Page(administrator.get(REST))
    assert "Lead on the team of Inspection of spring" in section(page, "Ines Calder")
    assert "What was found" not in page.text


def test_nothing_is_decided_beforehand_and_every_row_wants_an_answer(administrator):
    assert not any("membership" in name for name in Page(administrator.get(WEXSHIRE)).typed)
    page = Page(administrator.post(WEXSHIRE, {}))
    assert len(page.errors) == 7
    assert "Select “Keep” or “End” for Amina Hall: Auditor, Wexshire" in page.errors[0][0]
    assert all(target in page.ids for _, target in page.errors)
    assert not LogEntry.objects.filter(event="access.reviewed").exists()


def test_a_review_that_keeps_everything_is_saved_at_once(administrator):
    page = Page(administrator.post(WEXSHIRE, decisions(administrator, WEXSHIRE), follow=True))
    assert "The review of Wexshire Police (invented) is saved." in page.text
    today = timezone.localdate()
    [row] = [row for row in page.rows if row[0].startswith("Wexshire")]
    due = day_text(add_months(today, 3))
    assert row[1:] == ["7", f"{day_text(today)} by Dana Frost", due]


def test_what_is_ended_is_asked_once_more_with_a_reason(administrator, role):
    given = decisions(administrator, WEXSHIRE) | {question(role): "end"}
    asked = Page(administrator.post(WEXSHIRE, given))
    assert asked.heading == "Check what you are about to end"
    assert "Ben Otieno Auditor, Wexshire Police (invented)" in asked.text
    assert type(role).objects.filter(pk=role.pk).exists()
    again = Page(administrator.post(WEXSHIRE, asked.typed))
    assert again.errors == [("Enter the reason", "id_reason")]
    saved = administrator.post(WEXSHIRE, again.typed | {"reason": "Left"}, follow=True)
    assert "is saved" in Page(saved).text
    assert not type(role).objects.filter(pk=role.pk).exists()


def test_a_confirmation_sent_unasked_still_wants_the_reason(administrator, role):
    given = decisions(administrator, WEXSHIRE) | {question(role): "end", "confirmed": "yes"}
    administrator.post(WEXSHIRE, given)
    assert type(role).objects.filter(pk=role.pk).exists()


def test_what_came_since_is_asked_about(administrator, person, role):
    given = decisions(administrator, WEXSHIRE)
    force = Force.objects.get(code="wexshire")
    person("observer@wexshire").memberships.create(role="moderator", force=force)
    page = Page(administrator.post(WEXSHIRE, given))
    [(text, _)] = page.errors
    assert "Olwen Price: Moderator" in text


def test_ones_own_is_shown_and_not_asked(administrator, person):
    own = person("admin@casemark").memberships.get()
    page = Page(administrator.get(REST))
    assert "You: Administrator." in section(page, "Dana Frost")
    given = decisions(administrator, REST)
    assert question(own) not in given
    administrator.post(REST, given | {question(own): "end", "confirmed": "yes", "reason": "Left"})
    assert person("admin@casemark").memberships.get() == own


def test_a_role_of_another_force_is_not_ended_by_naming_it(administrator, person):
    foreign = person("manager@eastmarch").memberships.get()
    given = decisions(administrator, WEXSHIRE) | {question(foreign): "end"}
    administrator.post(WEXSHIRE, given | {"confirmed": "yes", "reason": "Left"})
    assert person("manager@eastmarch").memberships.get() == foreign


def test_a_force_that_was_never_reviewed_is_due_and_a_late_one_overdue(administrator, settings):
    [row] = [row for row in Page(administrator.get(INDEX)).rows if row[0].startswith("Wexshire")]
    assert row[2:] == ["Never", "Now"]
    administrator.post(WEXSHIRE, decisions(administrator, WEXSHIRE))
    settings.TODAY = str(add_months(timezone.localdate(), 3) + timedelta(days=1))
    rows = {row[0]: row for row in Page(administrator.get(INDEX)).rows}
    assert rows["Wexshire Police (invented)"][3].endswith("Overdue")
    assert "Overdue" not in rows["Eastmarch Constabulary (invented)"][3]


def test_only_forces_with_people_are_listed_and_those_without_one(administrator):
    forces = [row[0] for row in Page(administrator.get(INDEX)).rows[1:]]
    assert len(forces) == 4
    assert forces[-1] == "People without a force"


@pytest.mark.parametrize("address", [WEXSHIRE, REST])
def test_a_review_wants_a_fresh_password(address, signed_in):
    response = signed_in("admin@casemark").get(address)
    assert response.url.startswith(reverse("account_reauthenticate"))


def test_a_force_that_does_not_exist_is_not_found(administrator):
    assert administrator.get(reverse("access-review-force", args=["nowhere"])).status_code == 404


@pytest.mark.parametrize("address", [INDEX, WEXSHIRE, REST])
@pytest.mark.parametrize("who", ["moderator@wexshire", "manager@wexshire"])
def test_nobody_else_reviews(who, address, freshly_signed_in):
    assert freshly_signed_in(who).get(address).status_code == 403
