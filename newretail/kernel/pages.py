"""Pages for machines that look after this process. They stand at the root, outside the API."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from newretail.kernel.readiness import readiness


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
