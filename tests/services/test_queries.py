from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import CaseFile, Query, QueryMessage, Round, RoundMember
from audit.rules.roles import RoundRole
from audit.rules.transitions import TransitionError
from audit.services.finals import refresh_final
from audit.services.moderation import Settlement, file_agree
from audit.services.queries import (
    deputies_for,
    query_answer,
    query_ask,
    query_reopen,
    query_resolve,
)
from tests.double_files import double_file, given
from tests.factories import CaseFileFactory, RoundFactory, area, assessed

pytestmark = pytest.mark.django_db

TEXT = "Where was the child seen?"


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def file(audit):
    return double_file(audit, "good")


@pytest.fixture
def query(file, moderator):
    about = given(file)[0]
    return query_ask(
        case_file=file, assessment=about, field="stage:investigation", text=TEXT, by=moderator
    )


def test_a_query_is_about_a_field_and_begins_with_what_was_asked(query, file, moderator, events):
    assert (query.case_file, query.field, query.asked_by) == (
        *(file, "stage:investigation", moderator),
    )
    assert query.is_open
    assert [row.text for row in query.messages.all()] == [TEXT]


def test_asked_twice_it_is_asked_once(query, file, moderator, events):
    again = query_ask(
        case_file=file,
        assessment=query.assessment,
        field=query.field,
        text=f" {TEXT} ",
        by=moderator,
    )
    assert again == query
    assert events() == []


def test_an_answer_is_added_once(query, auditor, events):
    for _ in range(2):
        query_answer(query=query, text="At school, alone.", by=auditor)
    assert [row.by for row in query.messages.all()] == [query.asked_by, auditor]
    assert events() == ["query.answered"]


def test_agreeing_waits_until_it_is_resolved(query, file, moderator):
    settlement = Settlement(area_grades={area("s47"): "good"})
    with pytest.raises(ValidationError, match="A query on this file is open"):
        file_agree(case_file=file, settlement=settlement, by=moderator)
    query_resolve(query=query, by=moderator)
    assert file_agree(case_file=file, settlement=settlement, by=moderator).counts


def test_its_asker_and_their_deputy_resolve_it_and_whoever_answers_does_not(file, person, events):
    auditor, second = person("auditor@wexshire"), person("moderator@wexshire")
    query = query_ask(case_file=file, text=TEXT, by=auditor, deputy=second)
    query_resolve(query=query, by=second)
    query_resolve(query=query, by=auditor)
    assert Query.objects.get().resolved_by == second
    assert events() == ["query.asked", "query.resolved"]


def test_who_only_answers_does_not_resolve(query, auditor):
    with pytest.raises(ValidationError, match="Whoever asked, their deputy or a moderator"):
        query_resolve(query=query, by=auditor)
    assert Query.objects.open().exists()


def test_a_moderator_does_not_resolve_what_is_asked_about_their_own(audit, person):
    moderator = person("moderator@wexshire")
    file = CaseFileFactory(round=audit, allocated_to=moderator)
    assessed(file, moderator, ("s47", "good"))
    asker = person("auditor@wexshire")
    CaseFile.objects.filter(pk=file.pk).update(second_assessor=asker)
    file = CaseFile.objects.get(pk=file.pk)
    query = query_ask(case_file=file, text=TEXT, by=asker)
    with pytest.raises(ValidationError, match="You grade this file yourself"):
        query_resolve(query=query, by=moderator)


def test_a_resolved_query_takes_no_more_and_is_opened_again_with_words(query, moderator, events):
    query_resolve(query=query, by=moderator)
    with pytest.raises(TransitionError, match="is resolved"):
        query_answer(query=query, text="One more thing.", by=moderator)
    with pytest.raises(ValidationError, match="Write what you want to say"):
        query_reopen(query=query, text=" ", by=moderator)
    query_reopen(query=query, text="One more thing.", by=moderator)
    assert Query.objects.get().is_open
    assert events()[-2:] == ["query.resolved", "query.reopened"]
    with pytest.raises(TransitionError, match="is open already"):
        query_reopen(query=query, text="Once more.", by=moderator)


def test_nothing_is_asked_about_an_agreed_file(file, query, moderator, auditor):
    query_resolve(query=query, by=moderator)
    file_agree(
        case_file=file, settlement=Settlement(area_grades={area("s47"): "good"}), by=moderator
    )
    with pytest.raises(ValidationError, match="This file is agreed"):
        query_ask(case_file=file, text=TEXT, by=auditor)
    with pytest.raises(ValidationError, match="This file is agreed"):
        query_reopen(query=query, text=TEXT, by=moderator)


def test_nothing_is_asked_of_a_closed_audit(query, file, moderator):
    Round.objects.update(status="signed_off")
    file = CaseFile.objects.get()
    for call in (
        lambda: query_ask(case_file=file, text=TEXT, by=moderator),
        lambda: query_answer(query=query, text=TEXT, by=moderator),
        lambda: query_resolve(query=query, by=moderator),
    ):
        with pytest.raises(ValidationError, match="is closed"):
            call()


def test_what_is_asked_must_make_sense(file, audit, moderator, auditor):
    other = given(double_file(audit, "good"))[0]
    for wrong, said in (
        ({"assessment": other}, "Choose an assessment of this file"),
        ({"field": "stage:nowhere"}, "Choose what you ask about"),
        ({"deputy": auditor}, "cannot be your deputy here"),
        ({"text": "  "}, "Write what you want to say"),
    ):
        with pytest.raises(ValidationError, match=said):
            query_ask(**{"case_file": file, "text": TEXT, "by": moderator} | wrong)
    assert not Query.objects.exists()


@pytest.mark.parametrize("name", ["auditor2@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_who_does_not_grade_the_file_neither_asks_nor_answers(name, query, file, person):
    by = person(name)
    for call in (
        lambda: query_ask(case_file=file, text=TEXT, by=by),
        lambda: query_answer(query=query, text=TEXT, by=by),
        lambda: query_resolve(query=query, by=by),
        lambda: query_reopen(query=query, text=TEXT, by=by),
    ):
        with pytest.raises(PermissionDenied):
            call()


@pytest.fixture
def blind_file(audit, person):
    """The moderator is the second assessor, and has not graded it yet."""
    file = CaseFileFactory(
        round=audit,
        allocated_to=person("auditor@wexshire"),
        second_assessor=person("moderator@wexshire"),
    )
    assessed(file, person("auditor@wexshire"), ("s47", "good"))
    return CaseFile.objects.get(pk=file.pk)


def test_whoever_grades_blind_sees_no_query_of_the_other(blind_file, auditor, moderator, person):
    assert blind_file.blind
    own = query_ask(case_file=blind_file, assessment=given(blind_file)[0], text=TEXT, by=auditor)
    mine = query_ask(case_file=blind_file, text="Mine", by=moderator)
    assert list(Query.objects.visible_to(auditor)) == [own]
    assert list(Query.objects.visible_to(moderator)) == [mine]
    assert [row.text for row in QueryMessage.objects.visible_to(moderator)] == ["Mine"]
    with pytest.raises(ValidationError, match="Choose an assessment of this file"):
        query_ask(case_file=blind_file, assessment=given(blind_file)[0], text="?", by=moderator)
    assessed(blind_file, moderator, ("s47", "good"))
    refresh_final(blind_file)
    assert set(Query.objects.visible_to(moderator)) == {own, mine}


def test_no_deputy_grades_the_file(blind_file, auditor, person):
    assert list(deputies_for(blind_file, auditor)) == []


def test_of_an_inspection_the_team_may_stand_in(person):
    round, lead = RoundFactory(inspection=True), person("inspector@inspectorate")
    RoundMember.objects.create(round=round, user=lead, role=RoundRole.LEAD)
    assert list(deputies_for(CaseFileFactory(round=round), person("auditor@wexshire"))) == [lead]


def test_a_query_waits_for_whoever_did_not_write_last(query, auditor, moderator):
    def waiting(by):
        return list(Query.objects.visible_to(by).waiting_for(by))

    assert (waiting(auditor), waiting(moderator)) == ([query], [])
    query_answer(query=query, text="At school.", by=auditor)
    assert (waiting(auditor), waiting(moderator)) == ([], [query])
    query_resolve(query=query, by=moderator)
    assert (waiting(auditor), waiting(moderator)) == ([], [])
