"""What may not be changed or deleted in the administration, and what deleting leaves behind."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import (
    CaseFile,
    CommonTheme,
    LogEntry,
    LogText,
    PublishedCount,
    ReportVersion,
    Round,
)
from tests.admin.reading import change, delete, events, listing
from tests.factories import CaseFileFactory, area, assessed
from tests.four_rounds import make_four_rounds
from tests.pages import Page

YES = {"post": "yes"}


@pytest.fixture
def version(db) -> ReportVersion:
    return make_four_rounds()["own"].version


def test_a_published_version_is_only_looked_at(version, client):
    page = client.get(change(version))
    assert "_save" not in page.content.decode()
    assert client.post(change(version), {"number": "2"}).status_code == 403
    assert client.post(delete(version), YES).status_code == 403
    assert ReportVersion.objects.filter(pk=version.pk, number=1).exists()


def test_a_page_of_a_version_does_not_carry_the_document(version, client):
    assert "snapshot" not in Page(client.get(change(version))).text.lower()


def test_versions_cannot_be_deleted_from_their_list(version, client):
    chosen = {"action": "delete_selected", "_selected_action": [version.pk]} | YES
    client.post(listing("reportversion"), chosen)
    assert ReportVersion.objects.filter(pk=version.pk).exists()


def test_the_trail_is_only_looked_at_and_holds_no_text(version, signed_in):
    administrator = signed_in("admin@casemark")
    entry = LogEntry.objects.filter(event="local_number.added").first()
    LogText.objects.filter(entry=entry).update(reason="A reason with case text")
    page = administrator.get(change(entry))
    assert "A reason with case text" not in page.content.decode()
    assert administrator.post(change(entry), {}).status_code == 403
    assert administrator.post(delete(entry), YES).status_code == 403


def test_a_round_with_case_files_is_not_deleted_and_says_what_keeps_it(round, client):
    file = CaseFileFactory(round=round)
    page = Page(client.post(delete(round), YES))
    assert file.reference in page.text
    assert Round.objects.filter(pk=round.pk).exists()


def test_rounds_with_case_files_are_not_deleted_from_their_list(round, client):
    CaseFileFactory(round=round)
    chosen = {"action": "delete_selected", "_selected_action": [round.pk]} | YES
    assert client.post(listing("round"), chosen).status_code == 200
    assert Round.objects.filter(pk=round.pk).exists()


def test_a_graded_file_is_not_deleted(round, client, person):
    file = CaseFileFactory(round=round)
    assessed(file, person("auditor@wexshire"), ("s47", "good"))
    client.post(delete(file), YES)
    assert CaseFile.objects.filter(pk=file.pk).exists()


def test_a_file_that_was_added_by_mistake_is_deleted_and_that_is_recorded(round, client):
    file = CaseFileFactory(round=round)
    client.post(delete(file), YES)
    assert not CaseFile.objects.exists()
    assert events() == ["case_file.read", "casefile.deleted"]


def test_deleting_several_is_recorded_one_by_one(round, client):
    rows = [
        CommonTheme.objects.create(
            round=round, area=area("s47"), polarity="strength", order=n, text="Heard."
        )
        for n in range(2)
    ]
    chosen = [row.pk for row in rows]
    asked = {"action": "delete_selected", "_selected_action": chosen} | YES
    client.post(listing("commontheme"), asked)
    assert not CommonTheme.objects.exists()
    assert events() == ["commontheme.deleted"] * 2


def test_a_manager_deletes_nothing(round, signed_in):
    count = PublishedCount.objects.create(round=round, grade="good", count=3)
    assert signed_in("manager@wexshire").post(delete(count), YES).status_code == 403


def test_a_person_is_switched_off_and_never_deleted(person, signed_in):
    user = person("auditor2@wexshire")
    assert signed_in("admin@casemark").post(delete(user), YES).status_code == 403


@pytest.mark.parametrize("model", ["force", "areaofpractice", "framework"])
def test_reference_data_in_use_is_not_deleted(model, round, signed_in):
    used = {"force": round.force, "framework": round.framework, "areaofpractice": area("s47")}[
        model
    ]
    CaseFileFactory(round=round)
    page = Page(signed_in("admin@casemark").post(delete(used), YES))
    assert "Cannot delete" in page.text
    assert type(used).objects.filter(pk=used.pk).exists()


def test_the_history_button_opens(round, client):
    assert client.get(reverse("admin:audit_round_history", args=[round.pk])).status_code == 200
