"""The pages of the fronts. Their scripts, styles and fonts lie beside them under /fronts/, named by what they hold."""

from dataclasses import asdict
from functools import lru_cache
from html import escape
from pathlib import Path

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from whitenoise.base import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware

from newretail.chain.api import chain, show_chain
from newretail.fronts.words import NAMES, NOT_BUILT
from newretail.kernel import clock, text

BUILT: Path = settings.FRONTS_DIR

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""`wasm-unsafe-eval` lets the code reader's WebAssembly run; it allows no script from text."""
NO_TITLE = b"<title>newretail</title>"
ICON_SIZES = (192, 512)
CLOCK_COOKIE, CLOCK_SECONDS = "newretail_clock", 20
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"

_files = WhiteNoise(
    None,
    root=BUILT,
    prefix="fronts/",
    autorefresh=True,  # a new build is served at once
    allow_all_origins=False,
    immutable_file_test=r"-[\w-]{8}\.\w+$",
)


@require_safe
@ensure_csrf_cookie
def front_page(request: HttpRequest, front: str) -> HttpResponse:
    """The front's one page, for each of its addresses."""
    if request.path == f"/{front}":
        return HttpResponsePermanentRedirect(f"/{front}/")
    page = built(f"{front}/index.html")
    if page is None:
        return HttpResponse(NOT_BUILT.say(), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(in_the_chains_name(page, front))
    response["Content-Security-Policy"] = POLICY
    response["Permissions-Policy"] = PERMISSIONS
    response["Cache-Control"] = "no-cache"
    reading = clock.reading()
    # The page counts on from here: a phone whose clock is wrong is not believed for even a moment.
    told = f"{reading.now.timestamp():.3f}x{reading.speed:g}"
    response.set_cookie(CLOCK_COOKIE, told, max_age=CLOCK_SECONDS, samesite="Lax", secure=settings.SECURE)
    return response


@require_safe
def built_file(request: HttpRequest) -> HttpResponse:
    """A script, style, font or picture of a front; compressed where the browser takes it, kept for ever where its name says so."""
    file = _files.find_file(request.path_info)
    if file is None:
        raise Http404()
    response: HttpResponse = WhiteNoiseMiddleware.serve(file, request)
    return response


@require_safe
def service_worker(request: HttpRequest, front: str) -> HttpResponse:
    """What lets the front open without network. Asked for anew each time, so that a new version is found."""
    code = built(f"{front}/sw.js")
    response = HttpResponse(code or b"", status=200 if code else 404, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def install_card(request: HttpRequest, front: str) -> HttpResponse:
    """What a phone needs to put the front on its first page (W3C web app manifest)."""
    card, shown = chain(), show_chain()
    name = front_name(front)
    manifest = {
        "id": f"/{front}/",
        "name": name,
        "short_name": name,
        "start_url": f"/{front}/",
        "scope": f"/{front}/",
        "display": "standalone",
        "lang": text.language(),
        "background_color": "#faf7f1",
        "theme_color": card.mark_colour,
        "icons": [
            {"src": shown.mark, "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(
                {"src": f"{shown.icon}&size={size}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
                for size in (ICON_SIZES if card.has_icon else ())
            ),
        ],
    }  # fmt: skip
    response = JsonResponse(manifest, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


def front_name(front: str) -> str:
    """What the front is called in this chain, in the reader's language."""
    return NAMES[front].say(chain=chain().names.say())


def in_the_chains_name(page: bytes, front: str) -> bytes:
    """The page with its title, and with what `GET /chain` says: the first screen need not ask for it."""
    told = escape(orjson.dumps(asdict(show_chain())).decode())
    head = f'<title>{escape(front_name(front))}</title>\n    <meta name="chain" content="{told}" />'
    return page.replace(NO_TITLE, head.encode(), 1)


def built(name: str) -> bytes | None:
    """A file of the built fronts, None before they are built."""
    path = BUILT / name
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=16)
def _read(path: Path, _written: int) -> bytes:
    return path.read_bytes()
