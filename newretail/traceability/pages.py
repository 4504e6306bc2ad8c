"""Where the words of our events lead whoever looks them up: a page for people, the same as JSON-LD for programs."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from newretail.kernel import languages, text
from newretail.traceability.events_told import TERMS as ADDRESS
from newretail.traceability.terms import TERMS, vocabulary

_JSON_LD = "application/ld+json"
_KINDS = ["text/html", _JSON_LD, "application/json"]


@require_safe
def terms_page(request: HttpRequest, term: str = "") -> HttpResponse:
    """All words; under the address of one of them too, so that a program that looks up one finds it. Raises Http404 for another."""
    if term and term not in {each.name for each in TERMS}:
        raise Http404
    base = f"{settings.PUBLIC_URL}{ADDRESS}"
    if request.get_preferred_type(_KINDS) in (_JSON_LD, "application/json"):
        response: HttpResponse = JsonResponse(
            vocabulary(base), content_type=_JSON_LD, json_dumps_params={"ensure_ascii": False}
        )
    else:
        with text.speaking(_language(request)):
            response = render(request, "traceability/terms.html", _shown(base, term))
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang") or text.preferred(request.headers.get("Accept-Language", ""))
    return text.spoken(asked)


def _shown(base: str, term: str) -> dict[str, object]:
    current = text.language()
    return {
        "html_lang": languages.KNOWN[current].tag,
        "languages": [
            {"code": each.code, "tag": each.tag, "name": each.name, "short": each.short}
            for each in map(languages.KNOWN.__getitem__, text.offered())
        ],
        "current": current,
        "base": base,
        "path": ADDRESS,
        "asked": term,
        "terms": [
            {
                "name": each.name,
                "about": each.about.say(),
                "values": [(value, words.say()) for value, words in each.values.items()],
            }
            for each in TERMS
        ],
    }
