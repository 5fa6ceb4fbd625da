from django.urls import include, path

from audit.admin import site

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("administration/", site.urls),
    path("", include("audit.urls")),
]
