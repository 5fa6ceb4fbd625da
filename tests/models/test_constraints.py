from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

import tests.models.violations_of_concerns
import tests.models.violations_of_imports
import tests.models.violations_of_moderation
import tests.models.violations_of_recommendations
import tests.models.violations_of_rounds
import tests.models.violations_of_samples
import tests.models.violations_of_the_trail  # noqa: F401  (all of them register their violations)
from audit.models import Answer, Assessment, CaseFile, Question, Round, User
from audit.rules.grading import Origin
from tests.factories import CaseFileFactory, RecommendationFactory, RoundFactory
from tests.models.violations_of_cases import BAD_ANSWERS, GOOD_ANSWERS, VIOLATIONS

pytestmark = pytest.mark.django_db

CONSTRAINTS = {
    constraint.name
    for model in apps.get_app_config("audit").get_models()
    for constraint in model._meta.constraints
}


@dataclass
class World:
    round: Round
    case_file: CaseFile
    assessment: Assessment
    assessor: User


@pytest.fixture
def world(person):
    case_file, assessor = CaseFileFactory(), person("auditor@wexshire")
    assessment = Assessment.objects.create(
        case_file=case_file, origin=Origin.ASSESSOR, assessor=assessor
    )
    return World(case_file.round, case_file, assessment, assessor)


def _violated(error: IntegrityError) -> str:
    """The constraint's name; SQLite names the columns of a unique one, which is no proof."""
    if connection.vendor == "postgresql":
        return error.__cause__.diag.constraint_name
    kind, _, name = str(error).partition(" constraint failed: ")
    return name if kind == "CHECK" else ""


def test_every_constraint_has_a_violation_to_try():
    assert set(VIOLATIONS) == CONSTRAINTS


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_the_database_refuses_what_breaks(name, world):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        VIOLATIONS[name](world)
    assert _violated(refusal.value) in {name, ""}


@pytest.mark.parametrize("values", BAD_ANSWERS, ids=lambda values: " and ".join(values))
def test_an_answer_is_not_two_things_at_once(values, world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            assessment=world.assessment, question=Question.objects.first(), **values
        )


@pytest.mark.parametrize("values", GOOD_ANSWERS, ids=lambda values: " and ".join(values))
def test_an_answer_is_one_value_or_the_reason_for_none(values, world):
    answer = Answer(assessment=world.assessment, question=Question.objects.first(), **values)
    answer.full_clean()
    answer.save()
    assert answer.in_words


def test_two_files_cannot_bear_one_reference():
    first = CaseFileFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFileFactory(reference=first.reference)


@pytest.mark.parametrize("reference", ["A/B", "A B", "../x", "A?B", "Ä1"])
def test_a_reference_that_no_address_can_hold_is_refused(reference):
    case_file = CaseFileFactory.build(round=RoundFactory(), reference=reference)
    with pytest.raises(ValidationError) as refusal:
        case_file.clean()
    assert refusal.value.message_dict == {"reference": ["Use only letters, digits and hyphens."]}


def test_only_a_cause_of_concern_can_hold_recommendations():
    held = RecommendationFactory.build(parent=RecommendationFactory())
    with pytest.raises(ValidationError, match="Only a cause of concern"):
        held.clean()


def test_a_refused_row_is_told_of_in_a_sentence():
    round = RoundFactory()
    round.status = "published"
    with pytest.raises(ValidationError, match="Enter the date of publication"):
        round.full_clean()
