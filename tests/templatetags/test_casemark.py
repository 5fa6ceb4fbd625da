"""Tags that draw statuses and grades, filters and headings that sort."""

from __future__ import annotations

import re

from django.template import Context, Template
from django.test import RequestFactory

from audit.forms.fields import CheckboxesField, GovukForm, TextField
from audit.rules import transitions
from audit.templatetags.casemark import STATUS_COLOURS, grade_shade

GRADES = [("good", "Good"), ("inadequate", "Inadequate")]


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_every_status_has_a_colour():
    statuses = {
        choice
        for kind in (
            transitions.RoundStatus,
            transitions.CaseFileStatus,
            transitions.AssessmentStatus,
            transitions.ResponseStatus,
        )
        for choice in kind.values
    }
    assert statuses <= set(STATUS_COLOURS)


def test_grades_darken_from_the_best_to_the_worst_on_any_scale():
    assert [grade_shade(place, 3) for place in range(3)] == [1, 3, 5]
    assert [grade_shade(place, 5) for place in range(5)] == [1, 2, 3, 4, 5]
    assert grade_shade(0, 1) == 1


class FilterForm(GovukForm):
    area = CheckboxesField(label="Area", choices=GRADES, required=False)
    text = TextField(label="Words", required=False)


FILTERED = '{% filtered form count=2 noun="case file" method="post" %}the list{% endfiltered %}'


def test_each_chosen_filter_can_be_removed_and_the_text_is_forgotten_not_shown():
    request = RequestFactory().get("/case-files/?area=good&area=inadequate&sort=area&page=3")
    form = FilterForm({"area": ["good", "inadequate"], "text": "Smith"})
    html = rendered(FILTERED, request=request, form=form)
    assert "2 case files" in html
    assert "the list" in html
    links = re.findall(r'class="moj-filter__tag" href="([^"]+)"', html)
    assert links == [
        "/case-files/?area=inadequate&amp;sort=area",
        "/case-files/?area=good&amp;sort=area",
        "/case-files/?area=good&amp;area=inadequate&amp;sort=area&amp;forget=text",
    ]
    assert 'href="/case-files/?forget=text">Clear filters' in html
    plain = rendered(FILTERED, request=request, form=FilterForm({"area": ["good"]}))
    assert 'href="/case-files/">Clear filters' in plain


def test_a_sorted_heading_says_how_and_leads_to_the_other_way():
    tag = '{% sort_header "Area" "area" numeric=True %}{% sort_header "Grade" "grade" %}'
    html = rendered(tag, request=RequestFactory().get("/?sort=area&page=2&area=good"))
    assert 'aria-sort="ascending"' in html
    assert html.count("aria-sort") == 1
    assert 'href="/?sort=-area&amp;area=good"' in html
    assert 'href="/?sort=grade&amp;area=good"' in html
