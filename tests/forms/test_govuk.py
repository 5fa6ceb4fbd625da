"""What the GOV.UK forms promise: labels, hints and errors belong together, typing is kept."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.http import QueryDict
from django.template import Context, Template

from audit.forms.accounts import NewPasswordField, SignInForm
from audit.forms.dates import DateField, PartialDateField
from audit.forms.fields import (
    CheckboxesField,
    CheckboxField,
    ChoiceField,
    GovukForm,
    TextareaField,
    TextField,
    WholeNumberField,
)
from audit.forms.widgets import Checkboxes, Radios, Textarea

GRADES = [("good", "Good"), ("inadequate", "Inadequate")]
THEMES = [("Contact", [("graded", "Graded right"), ("late", "Came late")])]


class CaseForm(GovukForm):
    reference = TextField(
        label="What is the reference?", what="the reference", help_text="Made up at random"
    )
    files = WholeNumberField(label="How many?", what="the number of files", min_value=0)
    grade = ChoiceField(
        label="How good was it?",
        what="a grade",
        choices=GRADES,
        widget=Radios(hints={"inadequate": "You will have to say why"}, inline=True),
    )
    themes = CheckboxesField(
        label="Which themes?", what="a theme", choices=THEMES, widget=Checkboxes(small=True)
    )
    published = DateField(label="When was it published?", what="the publication date")
    fieldwork = PartialDateField(label="When was fieldwork?", what="the start of fieldwork")
    why = TextareaField(label="Why?", what="your reasons", max_length=10, widget=Textarea(limit=10))
    read = CheckboxField(label="I have read it", error_messages={"required": "Tick the box"})

    def clean(self):
        raise forms.ValidationError("These answers contradict each other")


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


@pytest.fixture
def empty() -> CaseForm:
    return CaseForm({})


def filled(**typed: str) -> CaseForm:
    return CaseForm(QueryDict("&".join(f"{name}={value}" for name, value in typed.items())))


def test_the_summary_links_each_error_to_an_input_that_exists_once(empty):
    summary = rendered("{% error_summary form %}", form=empty)
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links == [
        "id_reference",
        "id_files",
        "id_grade_0",
        "id_themes_0_0",
        "id_published_0",
        "id_fieldwork_0",
        "id_why",
        "id_read",
    ]
    page = str(empty)
    inputs = re.findall(r'<(?:input|textarea)[^>]*\bid="([^"]+)"', page)
    assert set(links) <= set(inputs)
    assert len(ids(page)) == len(set(ids(page)))
    assert "<li>These answers contradict each other</li>" in summary


def test_the_summary_covers_formsets_and_is_silent_without_errors(empty):
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-why": "x"}
    formset = forms.formset_factory(CaseForm)(sent)
    summary = rendered("{% error_summary form formset %}", form=None, formset=formset)
    assert 'href="#id_form-0-reference"' in summary
    assert rendered("{% error_summary form formset %}", form=CaseForm()).strip() == ""


def test_described_by_names_hint_and_error_in_the_page(empty):
    page = str(empty)
    for names in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(names.split()) <= set(ids(page))
    assert 'aria-describedby="id_reference_helptext id_reference_error"' in page
    assert 'aria-describedby="id_why_error id_why-info"' in page
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_grade_error">' in page


def test_an_error_is_marked_for_eyes_and_ears(empty):
    group = empty["reference"].as_field_group()
    assert "govuk-form-group--error" in group
    assert "govuk-input--error" in group
    assert '<span class="govuk-visually-hidden">Error:</span> Enter the reference' in group
    assert "error" not in CaseForm()["reference"].as_field_group()


def test_radios_stand_under_a_legend_and_no_option_is_named_as_the_error():
    group = CaseForm({})["grade"].as_field_group()
    assert re.search(r"<legend [^>]*>\s*How good was it\?\s*</legend>", group)
    assert 'aria-describedby="id_grade_1-hint"' in group
    assert "aria-invalid" not in group
    assert "govuk-radios--inline" in group


def test_a_single_question_can_be_the_heading_of_its_page():
    group = rendered('{% field form.grade size="l" heading=True %}', form=CaseForm())
    assert '<h1 class="govuk-fieldset__heading">How good was it?</h1>' in group
    assert "govuk-fieldset__legend--l" in group


def test_the_dashes_of_a_model_field_are_no_radio():
    field = ChoiceField(choices=[("", "---------"), *GRADES], widget=Radios)
    html = field.widget.render("grade", None, {"id": "id_grade"})
    assert html.count("<input") == 2


def test_browsers_do_not_check_and_do_not_cut():
    page = str(CaseForm())
    assert " required" not in page
    assert "maxlength=" not in page.replace("data-maxlength=", "")


def test_numbers_and_lengths_say_what_to_do():
    form = filled(files="-1", why="more than ten")
    assert form.errors["files"] == ["The number of files must be 0 or more"]
    assert form.errors["why"] == ["Your reasons must be 10 characters or fewer"]
    assert filled(files="many").errors["files"] == ["The number of files must be a whole number"]


@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(),
        forms.Select(choices=GRADES),
        forms.RadioSelect(choices=GRADES),
        forms.SplitDateTimeWidget(),
        AdminDateWidget(),
        AdminTextareaWidget(),
    ],
)
def test_the_widgets_of_django_and_its_admin_stay_as_they_are(widget):
    given = {"name": "x", "value": None, "attrs": {"id": "id_x"}}
    ours = widget.render(**given, renderer=get_default_renderer())
    assert ours == widget.render(**given, renderer=DjangoTemplates())
    assert "govuk" not in ours


def test_signing_in_asks_in_our_words_and_forgets_remembering():
    form = SignInForm({"login": "", "password": ""})
    assert list(form.fields) == ["login", "password"]
    assert form.errors["login"] == ["Enter your e-mail address"]
    assert form.errors["password"] == ["Enter your password"]
    assert 'data-module="govuk-password-input"' in form["password"].as_field_group()


def test_the_hint_of_a_new_password_says_its_least_length():
    assert "at least 15 characters" in str(NewPasswordField().help_text)
