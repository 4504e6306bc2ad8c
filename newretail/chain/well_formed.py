"""Checks of the chain's fields, wherever they come from: a file or the back office."""

from collections.abc import Sequence
from string import Formatter
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from newretail.kernel import languages as known
from newretail.kernel.currencies import is_currency

MOST_SVG_LETTERS = 20_000
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN_WITH = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "title",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "text",
    ]
)


def currency(code: str) -> None:
    if not is_currency(code):
        raise ValidationError(f"{code} is no currency of ISO 4217.", code="currency")


def languages(value: Any) -> None:
    """One or more of the known languages, each once."""
    if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
        raise ValidationError('A list of languages, each once: ["ko", "en"].', code="shape")
    for each in value:
        if each not in known.KNOWN:
            raise ValidationError(
                f"There are no words in {each} here yet.", code="language", params={"language": each}
            )


def time_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError) as error:
        raise ValidationError(f"{value} is no time zone.", code="shape") from error


def latitude(value: float) -> None:
    _degrees(value, most=90)


def longitude(value: float) -> None:
    _degrees(value, most=180)


def _degrees(value: float, *, most: int) -> None:
    if not -most <= value <= most:  # not a number is neither
        raise ValidationError(f"Degrees from -{most} to {most}.", code="shape")


ADDRESS_PARTS = frozenset(("province", "district", "street", "postal_code"))


def address_form(value: str) -> None:
    """The parts of an address in the order of the country."""
    try:
        parts = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError:
        parts = {value}
    if not parts <= ADDRESS_PARTS:
        raise ValidationError(
            "The parts are {province}, {district}, {street} and {postal_code}.", code="shape"
        )


def drawing(value: str) -> None:
    """A picture in SVG that can only be looked at: shapes and colours, no script, no link, nothing from elsewhere."""
    if not value:
        return
    if len(value) > MOST_SVG_LETTERS or "<!" in value:
        raise ValidationError("An SVG drawing of at most 20,000 letters, without a DOCTYPE.", code="shape")
    try:
        root = ElementTree.fromstring(value)  # noqa: S314 - no DOCTYPE, so no entities
    except ElementTree.ParseError as error:
        raise ValidationError(f"Not an SVG drawing: {error}", code="shape") from error
    if root.tag != f"{_SVG}svg" or "viewBox" not in root.attrib:
        raise ValidationError("An <svg> with a viewBox is needed.", code="shape")
    for element in root.iter():
        _check_shape(element.tag.removeprefix(_SVG), list(element.attrib.items()))


def _check_shape(tag: str, attributes: Sequence[tuple[str, str]]) -> None:
    loose = tag not in _DRAWN_WITH or any(
        name.lower().startswith("on") or "href" in name.lower() or "url(h" in said.replace(" ", "").lower()
        for name, said in attributes
    )
    if loose:
        raise ValidationError(f"<{tag}> may not be part of a mark.", code="shape")


def base_map(value: Any) -> None:
    """GeoJSON features of the kinds that the fronts can draw."""
    if not value:
        return
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or len(features) > 2_000:
        raise ValidationError("A base map is GeoJSON with at most 2,000 features.", code="shape")
    for each in features:
        shape = each.get("geometry", {}).get("type") if isinstance(each, dict) else None
        if shape not in ("LineString", "Polygon", "Point") or "kind" not in each.get("properties", {}):
            raise ValidationError("Each feature is a LineString, Polygon or Point with a kind.", code="shape")
