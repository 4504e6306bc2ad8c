"""Our own GS1 Digital Link resolver: it leads from what a code names to a page, to data, or to the set of all links.

Source: GS1-Conformant Resolver Standard 1.2; what stands behind the links is drawn by `code_pages`.
"""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_safe

from newretail.catalog import api as catalog
from newretail.catalog.errors import MalformedCode, NamesNoProduct
from newretail.inventory import api as inventory
from newretail.storefront.errors import GOES_ON, LinkTooLong, MalformedLink, NoSuchLink
from newretail.storefront.link_set import (
    CONTEXT,
    MEDIA_TYPE,
    VOCABULARY,
    Level,
    Link,
    canonical,
    document,
    of_product,
    of_shelf,
    of_store,
)
from newretail.storefront.negotiate import form_of
from newretail.storefront.open_to_all import open_to_all
from newretail.storefront.pages.page import page, store_of
from newretail.storefront.scan import currency_at
from newretail.storefront.shelves import ShelfView, look_at_shelf
from newretail.stores import api as stores
from newretail.stores.errors import ShelfUnknown

LONGEST_ADDRESS = 2_000
ALL_LINKS = ("all", "linkset")
"""`all` was given up in 2024; whoever still asks so is answered, and we ask so no more."""
_PLACE = "414"
JSON_LD = "http://www.w3.org/ns/json-ld#context"
_FORMS = {"html": "defaultLink", "json": "masterData"}


@open_to_all
@page
def resolve(request: HttpRequest, path: str) -> HttpResponse:
    """Lead on from any Digital Link of our own. Raises MalformedLink (400), LinkTooLong (414), NoSuchLink, UnknownCode, StoreUnknown,
    ShelfUnknown and NamesNoProduct (404)."""
    link = requested(request, path)
    levels, whole = _named(request, link)
    wanted = _wanted(request, levels[0])
    if wanted in ALL_LINKS:
        response: HttpResponse = JsonResponse(
            document(levels), content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
        )
    else:
        target = levels[0].link(wanted)
        assert target is not None
        response = _lead_to(request, target, link)
    response["Link"] = _links(levels[0], whole, link, path, is_set=wanted in ALL_LINKS)
    return response


@open_to_all
@require_safe
def describe_resolver(request: HttpRequest) -> HttpResponse:
    """The resolver description file, section 8 of the standard."""
    return JsonResponse(
        {
            "name": "newretail",
            "resolverRoot": settings.PUBLIC_URL,
            "supportedPrimaryKeys": ["01", _PLACE],
            "supportedLinkType": [
                {"namespace": VOCABULARY, "prefix": "gs1:", "profile": f"{VOCABULARY}?show=linktypes"}
            ],
            "linkTypeDefaultCanBeLinkset": False,
        }
    )


def requested(request: HttpRequest, path: str) -> str:
    """The Digital Link that a request is, uncompressed. Raises MalformedLink, LinkTooLong."""
    query = request.META.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        raise LinkTooLong(limit=LONGEST_ADDRESS)
    try:
        return catalog.requested_link(path, query)
    except MalformedCode as fault:
        raise MalformedLink(**fault.details) from None


def product_named(request: HttpRequest, link: str) -> catalog.Scanned:
    """The product, lot or piece of a link, as it is read where the reader is. Raises MalformedLink, UnknownCode, NamesNoProduct."""
    try:
        scanned = catalog.read_code(link, currency=currency_at(store_of(request)))
    except MalformedCode as fault:
        raise MalformedLink(**fault.details) from None
    if _goes_on(scanned):
        raise MalformedLink(problem=GOES_ON)
    return scanned


def _goes_on(scanned: catalog.Scanned) -> bool:
    """Our server has decoded the path, so a `/` in a value is part of it or leads on to something that is no code. It is part of the lots
    that we know: we print no other links."""
    lot = scanned.lot or ""
    if "/" in lot and scanned.sku_id:
        return not inventory.is_lot_known(sku_id=scanned.sku_id, code=lot)
    others = (scanned.variant, scanned.serial, scanned.third_party_serial)
    return any("/" in each for each in others if each)


def shelf_named(scanned: catalog.Scanned) -> ShelfView:
    """Raises StoreUnknown, ShelfUnknown, and MalformedLink where the address goes on behind a shelf."""
    shelf = scanned.shelf or ""
    try:
        return look_at_shelf(store_id=stores.store_of_gln(scanned.gln or ""), shelf=shelf)
    except ShelfUnknown:
        if "/" in shelf:
            raise MalformedLink(problem=GOES_ON) from None
        raise


def _named(request: HttpRequest, link: str) -> tuple[tuple[Level, ...], str]:
    """What a link leads to, level by level, and its whole canonical form."""
    try:
        scanned = product_named(request, link)
    except NamesNoProduct as other:
        if other.details["key"] != _PLACE:
            raise
        gln = link.partition(f"/{_PLACE}/")[2][:13]
        levels = of_store(stores.store(stores.store_of_gln(gln)), gln=gln)
        return levels, levels[0].anchor
    if scanned.sku_id is None:
        gln = scanned.gln or ""
        levels = of_shelf(shelf_named(scanned), gln=gln)
        return levels, levels[0].anchor
    try:
        return of_product(scanned), canonical(scanned)
    except MalformedCode as fault:
        raise MalformedLink(**fault.details) from None


def _wanted(request: HttpRequest, level: Level) -> str:
    """The relation that is asked for, by name or by what the other side can read. Raises NoSuchLink."""
    asked = request.GET.get("linkType", "")[:100]
    for prefix in (VOCABULARY, "https://gs1.org/voc/", "https://www.gs1.org/voc/", "gs1:"):
        asked = asked.removeprefix(prefix)
    if not asked:
        form = form_of(request)
        asked = _FORMS.get(form, "linkset")
        return asked if asked == "linkset" or level.link(asked) else "defaultLink"
    if asked not in ALL_LINKS and level.link(asked) is None:
        known = [f"gs1:{each.relation}" for each in level.links]
        raise NoSuchLink(link_type=asked, known=", ".join(["gs1:defaultLink", *known, "linkset"]))
    return asked


def _lead_to(request: HttpRequest, target: Link, link: str) -> HttpResponse:
    """A redirection that may change any day. The whole query goes along, and what was packed into a compressed link.

    It leads to the very address that the set of links has; only where the house was reached by another name than its public one, within
    that name.
    """
    said = [each for each in urlsplit(link).query.split("&") if each]
    asked = request.META.get("QUERY_STRING", "").replace(";", "&").split("&")
    said += [each for each in asked if each and each not in said]
    place = target.path.partition("?")[0] + ("?" + "&".join(said) if said else "")
    is_public = request.get_host() == urlsplit(settings.PUBLIC_URL).netloc
    return HttpResponseRedirect((settings.PUBLIC_URL if is_public else "") + place, preserve_request=True)


def _links(level: Level, whole: str, link: str, path: str, *, is_set: bool) -> str:
    """The Link header: where the set is, how the whole code is written, and the plain form of one that came compressed."""
    found = [
        f'<{level.anchor}?linkType=linkset>; rel="linkset"; type="{MEDIA_TYPE}"; title="Links"',
        f'<{whole}>; rel="canonical"; title="GS1 Digital Link"',
    ]
    if unquote(urlsplit(link).path).strip("/") != path.strip("/"):
        found.append(f'<{link}>; rel="owl:sameAs"; title="GS1 Digital Link, uncompressed"')
    if is_set:
        found.append(f'<{CONTEXT}>; rel="{JSON_LD}"; type="application/ld+json"; title="Context"')
    return ", ".join(found)
