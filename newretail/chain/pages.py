"""The chain's mark and the map beneath the fronts' maps, as files."""

from functools import lru_cache
from html import escape
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from PIL import Image

from newretail.chain.queries import ChainCard, base_map, chain, icon

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing that is opened by itself can do nothing at all."""
LARGEST_ICON = 512
FRESH, FOR_EVER = "public, max-age=60", "public, max-age=31536000, immutable"


@require_safe
def mark(request: HttpRequest) -> HttpResponse:
    """The chain's drawing, or its letter on its colour."""
    card = chain()
    answer = HttpResponse(card.mark_svg or letter_mark(card), content_type="image/svg+xml")
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = _kept(request, card)
    return answer


@require_safe
def icon_of(request: HttpRequest) -> HttpResponse:
    """The mark for a phone's first page; `?size=192` is smaller. 404 where the chain has none."""
    size, drawn = 192 if request.GET.get("size") == "192" else LARGEST_ICON, icon()
    if drawn is None:
        raise Http404()
    answer = HttpResponse(resized(drawn, size), content_type="image/png")
    answer["Cache-Control"] = _kept(request, chain())
    return answer


@lru_cache(maxsize=4)
def resized(drawn: bytes, size: int) -> bytes:
    """A square PNG in `size` by `size` pixels."""
    with Image.open(BytesIO(drawn)) as picture:
        file = BytesIO()
        picture.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS).save(
            file, "PNG", optimize=True
        )
        return file.getvalue()


@require_safe
def map_beneath(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the city, drawn by the fronts themselves: no tile comes from another host."""
    answer = JsonResponse(base_map())
    answer["Cache-Control"] = _kept(request, chain())
    return answer


def letter_mark(card: ChainCard) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="18" fill="{escape(card.mark_colour)}"/>'
        '<text x="32" y="44" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="34" '
        f'fill="#fff">{escape(card.mark_letter)}</text></svg>'
    )


def _kept(request: HttpRequest, card: ChainCard) -> str:
    """An address that names the version is kept for as long as it is asked for."""
    return FOR_EVER if request.GET.get("v") == card.version else FRESH
