import io
from datetime import date

import pikepdf
import pytest

from audit.documents.did_it_work import NAME, Asked, did_it_work
from audit.documents.render import render_html, render_pdf
from audit.models import AreaOfPractice, Framework, Question, Round, Theme
from audit.rules.did_it_work import (
    CAUTION,
    NO_EARLIER,
    NO_LATER,
    NOTHING_COUNTED,
    TOO_FEW_FILES,
)
from tests.answers import answered, observed
from tests.documents import pdf_structure
from tests.documents.two_rounds import files_of, finished, two_audits
from tests.factories import RecommendationFactory, RoundFactory, graded_file

pytestmark = pytest.mark.django_db
AS_AT = date(2026, 11, 30)


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def rounds(auditor, moderator):
    """Of 12 files a child was spoken to in 2 and then in 11, and of one it is not recorded."""
    before, after = two_audits(auditor, moderator)
    for round, spoken in ((before, 2), (after, 11)):
        for number, case_file in enumerate(files_of(round)):
            said = "yes" if number < spoken else "no"
            if number == 11:
                said = "not_recorded"
            answered(case_file.final_assessment, child_spoken_to=said)
            if number >= spoken:
                observed(case_file.final_assessment, "childs-voice")
    return before, after


def asked(*, areas=("s47",), themes=("childs-voice",), questions=("child-spoken-to",)):
    def rows(model, codes):
        found = model.objects.filter(framework__code="ncpi-2014", code__in=codes)
        return list(found.prefetch_related("areas") if model is not AreaOfPractice else found)

    return Asked(rows(AreaOfPractice, areas), rows(Theme, themes), rows(Question, questions))


def told(before, after, what=None):
    recommendation = RecommendationFactory(round=before or RoundFactory(), number=1)
    return did_it_work(recommendation, what or asked(), before, after, AS_AT)


def test_a_fact_is_counted_among_the_files_in_which_it_is_known(rounds):
    (line,) = told(*rounds)["facts"]
    assert (line["before"]["count"], line["before"]["base"]) == (2, 11)
    assert (line["after"]["count"], line["after"]["base"]) == (11, 11)
    assert line["before"]["missing"] == "not recorded in 1"
    assert line["before"]["share"] == "18.2%"
    assert line["measure"] == "yes"
    assert line["test"].startswith("More than chance: +")


def test_a_theme_is_counted_as_a_weakness_and_where_it_was_one_as_a_strength(rounds):
    weakness, *strengths = told(*rounds)["themes"]
    assert (weakness["before"]["count"], weakness["after"]["count"]) == (10, 1)
    assert weakness["measure"] == "seen as a weakness"
    assert strengths == []
    case_file = files_of(rounds[1])[0]
    observed(case_file.final_assessment, "childs-voice", polarity="strength")
    assert told(*rounds)["themes"][1]["after"]["count"] == 1


def test_the_answer_names_what_is_better_by_more_than_chance(rounds):
    first, *rest = told(*rounds)["answer"]
    assert first.startswith("Better by more than chance: ")
    assert "(yes); " in first
    assert "(seen as a weakness)." in first
    assert rest[-1] == CAUTION


def test_fewer_weaknesses_are_better_and_fewer_good_answers_worse(rounds):
    before, after = rounds
    swapped = did_it_work(
        RecommendationFactory(round=after), asked(), finished(after), before, AS_AT
    )
    assert swapped["answer"][0].startswith("Worse by more than chance: ")


def test_only_the_areas_that_are_named_are_shown_and_all_files_where_none_is(rounds):
    assert [row["code"] for row in told(*rounds)["areas"]] == ["s47"]
    (row,) = told(*rounds, asked(areas=()))["areas"]
    assert row["title"] == "All case files"
    assert row["test"].startswith("More than chance: ")


def test_what_has_to_be_judged_is_told_and_not_tested(rounds):
    what = asked(areas=(), themes=(), questions=("missing-times-before", "missing-grade"))
    for line in told(*rounds, what)["facts"]:
        assert line["measure"] == "as answered"
        assert line["test"] == "Has to be judged file by file"


def test_without_a_later_round_there_is_not_enough_to_tell(rounds):
    assert told(rounds[0], None)["answer"] == [NO_LATER]
    assert told(None, None)["answer"] == [NO_EARLIER]


def test_without_anything_to_count_there_is_not_enough_to_tell(auditor):
    nothing = asked(areas=(), themes=(), questions=())
    assert told(RoundFactory(), RoundFactory(), nothing)["answer"][0] == NOTHING_COUNTED


def test_few_files_are_not_enough_to_tell(auditor):
    before, after = RoundFactory(title="2025"), RoundFactory(title="2026")
    for round in (before, after):
        case_file = graded_file(round, auditor, ("s47", "good"))
        answered(case_file.final_assessment, child_spoken_to="yes")
    snapshot = told(before, after)
    assert snapshot["answer"] == [TOO_FEW_FILES]
    assert snapshot["facts"][0]["after"]["share"] == ""


def test_files_of_a_dip_sample_answer_and_have_no_grades(rounds):
    before, after = rounds
    Round.objects.filter(pk=after.pk).update(kind=Round.Kind.DIP_SAMPLE)
    after.refresh_from_db()
    after.questions.set(asked().questions)
    snapshot = told(before, after)
    assert snapshot["facts"][0]["after"]["count"] == 11
    assert snapshot["areas"] == []
    assert snapshot["why_not"] == ["“2026” is a dip sample: its files have no grades."]


def test_a_question_that_a_dip_sample_does_not_ask_counts_no_file_there(rounds):
    before, after = rounds
    Round.objects.filter(pk=after.pk).update(kind=Round.Kind.DIP_SAMPLE)
    after.refresh_from_db()
    assert told(before, after)["facts"][0]["after"]["base"] == 0


def test_another_framework_is_not_counted(rounds):
    before, after = rounds
    other = Framework.objects.create(
        code="other", title="Another", period="from 2024", grades=after.framework.grades
    )
    Round.objects.filter(pk=after.pk).update(framework=other)
    after.refresh_from_db()
    snapshot = told(before, after)
    assert snapshot["answer"][0] == NOTHING_COUNTED
    assert "do not mean the same" in snapshot["answer"][1]


def test_the_snapshot_holds_no_address(rounds):
    snapshot = told(*rounds)
    assert snapshot["kind"] == NAME
    assert "http" not in str(snapshot)
    assert "href" not in str(snapshot["facts"])


def test_it_is_one_page_of_sound_structure(rounds):
    what = asked(
        areas=("s47", "missing", "cse"),
        themes=("childs-voice", "recording", "supervision"),
        questions=(
            *("child-spoken-to", "demeanour-recorded", "siblings-considered"),
            *("strategy-discussion-held", "reasons-recorded", "missing-grade"),
        ),
    )
    pdf = render_pdf(told(*rounds, what))
    assert pdf_structure.problems(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1


def test_the_page_says_it_before_the_tables(rounds):
    html = render_html(told(*rounds))
    assert html.index("Better by more than chance") < html.index("Facts and themes")
    assert "OFFICIAL-SENSITIVE" in html
