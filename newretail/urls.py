"""Every address of the house. Rooms with an `endpoints` module join the API; rooms with `urls` have pages."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest
from django.urls import include, path
from ninja.errors import HttpError, ValidationError

import newretail
from newretail import api_description
from newretail.kernel import errors
from newretail.kernel.http import problems
from newretail.kernel.http.api import Api
from newretail.kernel.http.guard import describes
from newretail.kernel.http.needs import Needs, declare
from newretail.kernel.http.parameters import call_elsewhere
from newretail.stores.head_office import ask_to_sign_in

NARROWER = (ValidationError, HttpError, Http404)
"""For these the framework has handlers of its own, which a handler of every exception does not replace."""


def _has(room: str, module: str) -> bool:
    spec = find_spec(f"newretail.{room}.{module}")
    return spec is not None and spec.origin is not None


def _open_api() -> Api:
    api = Api(
        title=api_description.TITLE,
        version=newretail.__version__,
        description=api_description.DESCRIPTION,
        servers=[{"url": settings.PUBLIC_URL}],
        openapi_extra=api_description.extra(),
        urls_namespace="api",
        docs_url="/docs",
        openapi_url="/openapi.json",
    )
    for kind in (Exception, *NARROWER):
        api.add_exception_handler(kind, problems.handle)
    call_elsewhere(api_description.CALLED_ELSEWHERE)
    busiest_first = sorted(settings.ROOMS, key=lambda room: room != "ordering")
    for room in busiest_first:
        if _has(room, "endpoints"):
            api.add_router("", import_module(f"newretail.{room}.endpoints").door)
    return api


def _refuse_undeclared(api: Api) -> None:
    for prefix, router in api._routers:
        for route, view in router.path_operations.items():
            for operation in view.operations:
                if describes(operation) is None:
                    raise ImproperlyConfigured(
                        f"{operation.methods} {prefix}{route} does not say who may call it"
                    )


def _at_a_desk(request: HttpRequest) -> None:
    """Whole tables are imported by whom the back office lets in."""
    if not admin.site.has_permission(request):
        raise errors.SignInNeeded()


api = _open_api()
_refuse_undeclared(api)
declare(
    "/admin/",
    Needs(body_limit=64_000_000, knock=_at_a_desk, loose_policy=True),
    pages=r"[a-z]+/[a-z]+/import/$",
)
declare("/admin/", Needs(loose_policy=True))

urlpatterns = [
    path("api/v1/", api.urls),
    path("admin/login/", ask_to_sign_in),
    path("admin/", admin.site.urls),
    *(path("", include(f"newretail.{room}.urls")) for room in settings.ROOMS if _has(room, "urls")),
]

handler400 = "newretail.storefront.pages.errors.bad_request"
handler403 = "newretail.storefront.pages.errors.permission_denied"
handler404 = "newretail.storefront.pages.errors.page_not_found"
handler500 = "newretail.storefront.pages.errors.server_error"
