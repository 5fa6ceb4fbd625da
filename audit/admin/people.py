"""People in the admin: found and chosen by others' forms. They are managed under /people/."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from audit.admin.scoped import ReadOnlyAdmin
from audit.admin.site import site
from audit.models import User
from audit.permissions import Right


@admin.register(User, site=site)
class UserAdmin(ReadOnlyAdmin):
    """Colleagues, by name and address; there is no list of them here."""

    right = Right.ADMINISTER
    search_fields = ["name", "email"]
    fields = ["name", "email"]

    def has_module_permission(self, request) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        raise PermissionDenied
