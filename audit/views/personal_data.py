"""Looks through a text while somebody types it. Nothing of it is kept, logged or in an address."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from audit.forms.guarded import guard, with_replaced

LONGEST = 20_000
"""Characters; four times the longest field."""
NAME = re.compile(r"[a-zA-Z][\w-]{0,99}", re.ASCII)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PersonalDataView(View):
    """Answers with what to show beside the field `name`, whose id is `id`; where `replace` asks
    for it, with the text in which one thing is replaced."""

    def post(self, request: HttpRequest) -> JsonResponse | HttpResponseBadRequest:
        text, name, id = (request.POST.get(part, "") for part in ("text", "name", "id"))
        if len(text) > LONGEST or not (NAME.fullmatch(name) and NAME.fullmatch(id)):
            return HttpResponseBadRequest()
        token = request.POST.get("replace", "")
        after = with_replaced(text, token) if token else text
        seen = guard(
            after,
            name,
            stands_aside="stands_aside" in request.POST,
            has_replaced=after != text,
        )
        html = render_to_string("govuk/guard.html", {"guard": seen, "id": id})
        return JsonResponse(
            {"text": after, "html": html, "said": seen.said, "certain": bool(seen.certain)}
        )
