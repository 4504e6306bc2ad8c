"""The outermost layer: a cap on bodies, the caller's language, headers that protect a page, and calm words when the database
is away."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from newretail.kernel import errors, text
from newretail.kernel.http import problems

UPLOAD_LIMITS = {"/admin/": 64_000_000, "/api/v1/catalog/imports": 64_000_000, "/api/v1/photos": 6_100_000}
"""Bytes by where they go: imports may be large, photos are as phones make them, everything else is small."""

PAGE_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
"""For our own pages. The back office's widgets need inline styles and scripts and get a looser one."""
BACK_OFFICE_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"


LEAST_TO_COMPRESS = 1_400
"""Bytes: what fits one packet anyway is not worth a processor's time."""


def body_limit(path: str) -> int:
    """How many bytes a request to this path may bring."""
    uploads = (limit for start, limit in UPLOAD_LIMITS.items() if path.startswith(start))
    return next(uploads, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class Front:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang") if request.META["QUERY_STRING"] else None
        with text.speaking(asked or text.preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
            try:
                self._refuse_large(request)
                response = self.get_response(request)
            except Exception as error:
                if settings.DEBUG_PROPAGATE_EXCEPTIONS:
                    raise
                response = problems.handle(request, error)
        if "Content-Security-Policy" not in response:
            loose = request.path.startswith(("/admin/", "/accounts/"))
            response["Content-Security-Policy"] = BACK_OFFICE_POLICY if loose else PAGE_POLICY
        response["X-Content-Type-Options"] = "nosniff"
        self._compress(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refusal = problems.of(error)
        if isinstance(refusal, errors.Broken) and settings.DEBUG:
            return None
        return problems.answer(refusal)

    def _compress(self, request: HttpRequest, response: HttpResponse) -> None:
        """Long JSON that is only read goes as gzip to whoever takes it: to a phone on a slow line it is there three times as soon."""
        if request.method != "GET" or response.streaming or len(response.content) < LEAST_TO_COMPRESS:
            return
        if response.get("Content-Type", "").startswith("application/json"):
            self._gzip.process_response(request, response)

    def _refuse_large(self, request: HttpRequest) -> None:
        limit = body_limit(request.path)
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            raise errors.Invalid(first="Content-Length") from None
        if length > limit:
            raise errors.BodyTooLarge(limit=limit)
