"""How forms become HTML: as GOV.UK form groups, from templates/govuk/."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Replaces the layout around widgets only.

    Widgets bring their own templates: Django's and the admin's stay as they are.
    """

    form_template_name = "govuk/form.html"
    formset_template_name = "govuk/formset.html"
    field_template_name = "govuk/field.html"
