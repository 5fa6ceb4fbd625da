from django.conf import settings
from django.urls import include, path

from audit.admin import site

handler500 = "audit.middleware.errors.server_error"

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    *([path("administration/", site.urls)] if settings.ADMIN_MOUNTED else []),
    path("", include("audit.urls")),
]
