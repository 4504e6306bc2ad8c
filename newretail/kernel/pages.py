"""Pages for machines that look after this process. They stand at the root, outside the API."""

from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from newretail.kernel import metrics
from newretail.kernel.readiness import readiness

LOOPBACK = ("127.0.0.1", "::1")
SAID_BY_A_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """This process answers. Whoever restarts what hangs asks this, and nothing that lies with others."""
    return HttpResponse(
        "ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when this process can serve people, else 503 with what is wrong, in words."""
    standing = readiness()
    response = JsonResponse(asdict(standing), status=200 if standing.ready else 503)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Everything for Prometheus, to whoever has the token; without one set, to this machine alone and not through a proxy on it."""
    if not _may_see_figures(request):
        raise PermissionDenied()
    return HttpResponse(
        metrics.page(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def _may_see_figures(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    if token:
        said = request.META.get("HTTP_AUTHORIZATION", "")
        return constant_time_compare(said, f"Bearer {token}")
    direct = not any(name in request.META for name in SAID_BY_A_PROXY)
    return direct and request.META.get("REMOTE_ADDR") in LOOPBACK
