"""The site's addresses, and one that wants a fresh password."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views import View

from audit.views.fresh import FreshSignInMixin
from config.urls import urlpatterns as site


class FreshView(FreshSignInMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("exported")

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"done: {request.POST['role']}")


urlpatterns = [*site, path("fresh/", FreshView.as_view(), name="fresh")]
