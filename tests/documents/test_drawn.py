import pytest

from audit.documents.drawn import drawn_figures, drawn_part
from audit.models import CaseFile, Round
from audit.rules.comparison import NOT_COMPARABLE, NOT_DRAWN
from audit.rules.transitions import RoundStatus
from tests.documents.two_rounds import drawn_audit
from tests.factories import RoundFactory, graded_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def part_of(round):
    return drawn_part(drawn_figures(round, 12))


def test_files_that_casemark_did_not_draw_have_no_shares(auditor):
    audit = RoundFactory()
    graded_file(audit, auditor, ("s47", "good"))
    assert part_of(audit) == {"rows": [], "sentences": [NOT_DRAWN]}


def test_each_grade_has_its_share_and_interval(auditor, moderator):
    part = part_of(drawn_audit(auditor, moderator, good=3))
    assert [(row["code"], row["count"], row["share"]) for row in part["rows"]] == [
        ("good", 3, "25.0%"),
        ("requires_improvement", 0, "0.0%"),
        ("inadequate", 9, "75.0%"),
    ]
    assert (part["rows"][0]["low"], part["rows"][0]["high"]) == ("8.9%", "53.2%")
    assert part["sentences"][0].startswith("Casemark drew 12 of the graded files at random")


def test_too_few_graded_files_have_no_share(auditor, moderator):
    part = part_of(drawn_audit(auditor, moderator, good=3, of=9))
    assert part["rows"] == []
    assert part["sentences"][0].startswith("Fewer than 10 of the files drawn at random")


def test_a_stratified_draw_is_weighted(auditor, moderator):
    audit = drawn_audit(auditor, moderator, good=6, columns=("area",))
    assert "Each stratum counts for as many cases as it holds." in part_of(audit)["sentences"][0]
    assert drawn_figures(audit, 12).sampled.weighted


def test_files_picked_by_hand_are_told_apart(auditor, moderator):
    audit = drawn_audit(auditor, moderator, good=3)
    picked = graded_file(audit, auditor, ("s47", "inadequate"))
    CaseFile.objects.filter(pk=picked.pk).update(chosen_how=CaseFile.ChosenHow.TARGETED)
    part = drawn_part(drawn_figures(audit, 13))
    assert part["rows"][0]["graded"] == 12
    assert part["sentences"][1:] == [
        "1 graded file is no part of the random sample.",
        "1 graded file was picked by hand: 0 good, 0 requiring improvement and 1 inadequate. Files "
        "are picked because of what is known about them, so they say nothing about others.",
    ]


def test_two_drawn_audits_are_compared(auditor, moderator):
    before = drawn_audit(auditor, moderator, good=2, title="2025")
    Round.objects.filter(pk=before.pk).update(status=RoundStatus.SIGNED_OFF)
    after = drawn_audit(auditor, moderator, good=10, title="2026", previous=before)
    before.refresh_from_db()
    text = part_of(after)["sentences"][-1]
    assert text.startswith("2 of 12 files were good in 2025 (17%), 10 of 12 in 2026 (83%).")
    assert "more than chance" in text


@pytest.mark.parametrize("why", ["not finished", "not drawn", "by somebody else"])
def test_others_are_not_compared(auditor, moderator, why):
    before = RoundFactory() if why == "not drawn" else drawn_audit(auditor, moderator, good=2)
    changed = {"status": RoundStatus.SIGNED_OFF} if why != "not finished" else {}
    if why == "by somebody else":
        changed["led_by"] = Round.LedBy.INSPECTORATE
    Round.objects.filter(pk=before.pk).update(code="before", **changed)
    before.refresh_from_db()
    after = drawn_audit(auditor, moderator, good=10, previous=before)
    assert part_of(after)["sentences"][-1] == NOT_COMPARABLE


def test_a_dip_sample_has_no_shares_of_grades(auditor, moderator):
    audit = drawn_audit(auditor, moderator, good=3)
    audit.kind = Round.Kind.DIP_SAMPLE
    assert part_of(audit) == {"rows": [], "sentences": []}
