"""The admin site: open to everybody with a role, each to their own rows and rights."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver


class CasemarkAdminSite(AdminSite):
    site_header = "Casemark administration"
    site_title = "Casemark administration"
    index_title = "What do you want to look after?"
    site_url = "/"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without Django's way from any key to the page of its row: it looks at no scope."""
        return [part for part in super().get_urls() if getattr(part, "name", "") != "view_on_site"]

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and bool(request.user.scope.forces)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """There is one way to sign in: the site's own."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied  # signing in again would lead back here, and so on
        return redirect_to_login(request.GET.get("next", "/"))

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")


site = CasemarkAdminSite()
