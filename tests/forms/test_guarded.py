"""A form that holds personal data comes back once, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from audit.forms.fields import GovukForm
from audit.forms.guarded import Guarded, GuardedForm, GuardedTextareaField, GuardedTextField
from audit.forms.widgets import Textarea

PHONE, OTHER_PHONE = "Rang 07700 900123.", "Rang 07700 900123, then 07700 900456."
NAME = "Her son Kai was seen."


class NoteForm(GuardedForm):
    title = GuardedTextField(label="What is it called?", what="the title", required=False)
    note = GuardedTextareaField(label="What happened?", what="what happened")


class ConcernForm(GuardedForm):
    note = GuardedTextareaField(label="What happened?", what="what happened", stands_aside=True)


def sent(form_class=NoteForm, asks: bool = True, **typed: str) -> GuardedForm:
    data = QueryDict(mutable=True)
    data.update(typed)
    return form_class(data, asks=asks)


def kept(form: GuardedForm) -> str:
    """What the hidden input of the page that came back holds."""
    return form["note"].guard.tokens


def button(form: GuardedForm, replacement: str) -> str:
    guard = form["note"].guard
    things = {thing.replacement: thing for thing in (*guard.certain, *guard.hints)}
    return f"note:{things[replacement].token}"


def test_a_text_without_personal_data_goes_through():
    assert sent(note="The log was opened at 14:30.").is_valid()


def test_the_first_time_the_form_comes_back_without_an_error():
    form = sent(note=PHONE)
    assert not form.is_valid()
    assert not form.errors
    assert [bound.name for bound in form.asked_about()] == ["note"]


def test_sent_again_as_it_is_the_text_is_kept():
    form = sent(note=PHONE, **{"note-kept": kept(sent(note=PHONE))})
    assert form.is_valid()
    assert form.cleaned_data["note"] == PHONE


def test_what_is_new_is_asked_about_again():
    assert not sent(note=OTHER_PHONE, **{"note-kept": kept(sent(note=PHONE))}).is_valid()


def test_what_was_kept_in_one_field_is_not_kept_in_another():
    keep = {"note-kept": kept(sent(note=PHONE))}
    assert not sent(note=PHONE, title=PHONE, **keep).is_valid()


def test_the_page_that_comes_back_holds_what_sending_again_needs():
    form = sent(note=PHONE)
    assert f'name="note-kept" value="{kept(form)}"' in form["note"].as_field_group()


def test_a_form_that_nobody_has_sent_keeps_nothing():
    group = NoteForm(initial={"note": PHONE})["note"].as_field_group()
    assert "looks like personal data" in group
    assert "note-kept" not in group


def test_a_draft_is_never_asked_about():
    assert sent(note=PHONE, asks=False).is_valid()


def test_names_are_hints_that_nobody_is_asked_about():
    form = sent(note=NAME)
    assert form.is_valid()
    assert [thing.replacement for thing in form["note"].guard.hints] == ["Child 1"]


def test_the_guard_stands_aside_for_an_immediate_concern():
    form = sent(ConcernForm, note=PHONE)
    assert form.is_valid()
    assert [thing.replacement for thing in form["note"].guard.hints] == ["[phone number]"]


def test_a_button_replaces_and_keeps_everything_else_that_was_typed():
    press = button(sent(note=PHONE), "[phone number]")
    form = sent(note=PHONE, title="Called <b>", replace=press)
    assert not form.is_valid()
    assert not form.errors
    assert (form["note"].value(), form["title"].value()) == ("Rang [phone number].", "Called <b>")
    assert "Nothing is saved yet" in form["note"].as_field_group()


def test_after_a_replacement_other_fields_are_not_in_error():
    press = f"title:{button(sent(note=PHONE), '[phone number]').partition(':')[2]}"
    form = sent(title=PHONE, note="", replace=press)
    assert form["title"].value() == "Rang [phone number]."
    assert not form.errors


def test_the_button_means_what_it_showed_even_if_more_was_typed_before_it():
    press = button(sent(note=NAME), "Child 1")
    form = sent(note="Her daughter Mia rang. " + NAME, replace=press)
    assert form["note"].value() == "Her daughter Mia rang. Her son Child 2 was seen."


@pytest.mark.parametrize("press", ["", "note", "note:", "note:0", "no-such-field:0", ":"])
def test_a_forged_button_changes_nothing(press):
    form = sent(note=PHONE, replace=press)
    assert form["note"].value() == PHONE
    assert not form.is_valid()


def test_what_is_shown_is_text_and_belongs_to_its_field():
    group = sent(note="<b>07700 900123</b> & her son K<i>")["note"].as_field_group()
    assert "<b>" not in group
    assert 'aria-describedby="id_note_seen"' in group
    assert 'id="id_note_seen"' in group


def test_a_prefix_keeps_two_forms_apart():
    data = QueryDict(mutable=True)
    data.update({"one-note": PHONE, "two-note": PHONE, "one-note-kept": kept(sent(note=PHONE))})
    one, two = (NoteForm(data, prefix=prefix) for prefix in ("one", "two"))
    assert one.is_valid()
    assert not two.is_valid()


def test_the_enter_key_sends_the_form_and_replaces_nothing():
    page = str(sent(note=PHONE))
    assert page.index(">Send</button>") < page.index('name="replace"')


def all_forms(base: type[GovukForm]) -> list[type[GovukForm]]:
    return [form for child in base.__subclasses__() for form in (child, *all_forms(child))]


def test_every_text_area_of_our_forms_is_guarded():
    from audit import urls  # noqa: F401  so that every form is there

    unguarded = [
        f"{form.__name__}.{name}"
        for form in all_forms(GovukForm)
        if form.__module__.startswith("audit.")
        for name, field in form.base_fields.items()
        if isinstance(field.widget, Textarea) and not isinstance(field, Guarded)
    ]
    assert unguarded == []
    careless = [
        form.__name__
        for form in all_forms(GovukForm)
        if not issubclass(form, GuardedForm)
        and any(isinstance(field, Guarded) for field in form.base_fields.values())
    ]
    assert careless == []
