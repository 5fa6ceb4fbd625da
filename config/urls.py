from django.conf import settings
from django.urls import include, path
from django.views.generic import TemplateView

from audit.admin import site

handler500 = "audit.middleware.errors.server_error"

urlpatterns = [
    # Instead of allauth's page, which would let people have further addresses to sign in with.
    path(
        "account/email/",
        TemplateView.as_view(template_name="account/email.html"),
        name="account_email",
    ),
    path("account/", include("allauth.account.urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    *([path("administration/", site.urls)] if settings.ADMIN_MOUNTED else []),
    path("", include("audit.urls")),
]
