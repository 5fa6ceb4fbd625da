"""Filters of the admin's lists."""

from django.contrib import admin


class BlankNamedFilter(admin.AllValuesFieldListFilter):
    """By every value that occurs; the empty one has a name, where Django's link has no words."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "None"}
