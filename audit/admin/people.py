"""People, their roles and their teams in the admin."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from audit.admin.scoped import ScopedAdmin, ScopedInline
from audit.admin.site import site
from audit.models import ForceMembership, RoundMember, User
from audit.permissions import Right


class MembershipInline(ScopedInline):
    model = ForceMembership
    right = Right.ADMINISTER
    autocomplete_fields = ["force"]


@admin.register(User, site=site)
class UserAdmin(ScopedAdmin):
    """A new person has no password: they set one by “Forgotten your password?”."""

    right = view_right = Right.ADMINISTER
    list_display = ["name", "email", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role", "memberships__force"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "is_active", "last_login", "joined_at"]
    readonly_fields = ["last_login", "joined_at"]
    inlines = [MembershipInline]

    def has_view_permission(self, request, obj=None) -> bool:
        """Colleagues can be found and chosen; only administrators open the list."""
        return True

    def has_module_permission(self, request) -> bool:
        return super().has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        if not self.has_module_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Whoever did something stays in the trail: accounts are switched off, not deleted."""
        return False

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(RoundMember, site=site)
class RoundMemberAdmin(ScopedAdmin):
    right = view_right = Right.ADMINISTER
    list_display = ["user", "round", "role"]
    list_filter = ["role"]
    search_fields = ["user__name", "user__email", "round__title"]
    autocomplete_fields = ["user", "round"]
    list_select_related = ["user", "round"]
