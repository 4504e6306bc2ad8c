"""The chain as everybody needs it, remembered for ten seconds."""

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from newretail.chain.models import THE_ONE, Chain
from newretail.kernel import languages, text
from newretail.kernel.recent import Recent
from newretail.kernel.text import ByLanguage, Language

REMEMBERED_SECONDS = 10
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCard:
    """What the chain's stores have in common. `languages`: offered to people, the first where nothing else is asked for;
    `label_languages`: on printed labels, the first one large. `version` changes with anything of it."""

    names: ByLanguage
    slogans: ByLanguage
    mark_letter: str
    mark_colour: str
    mark_svg: str
    has_icon: bool
    currency: str
    languages: tuple[Language, ...]
    label_languages: tuple[Language, ...]
    badge_prefix: str
    demands_passkey: bool
    country: str
    time_zone: str
    phone_prefix: str
    address_form: str
    tax_notes: ByLanguage
    week_starts: int
    latitude: float
    longitude: float
    map_zoom: int
    version: str


UNNAMED = ChainCard(
    names=ByLanguage({"en": "newretail"}),
    slogans=ByLanguage(),
    mark_letter="n",
    mark_colour="#14734a",
    mark_svg="",
    has_icon=False,
    currency="USD",
    languages=languages.IN_CODE,
    label_languages=languages.IN_CODE,
    badge_prefix="BADGE",
    demands_passkey=False,
    country="",
    time_zone="UTC",
    phone_prefix="",
    address_form="{street}, {district}, {province} {postal_code}",
    tax_notes=ByLanguage(),
    week_starts=1,
    latitude=0.0,
    longitude=0.0,
    map_zoom=2,
    version="none",
)
"""What an installation is called before anybody has set up its chain."""

_card: Recent[str, ChainCard] = Recent(seconds=REMEMBERED_SECONDS, most=1)
_last = UNNAMED


def chain() -> ChainCard:
    """The chain, at most ten seconds old; the last that was known while the database is away."""
    known = _card.get("")
    return known if known is not None else remember(_read())


def remember(card: ChainCard) -> ChainCard:
    """Keep it, and answer in its languages from now on."""
    global _last
    _last = card
    text.offer(card.languages)
    return _card.keep("", card)


def forget_chain() -> None:
    """Read it anew next time."""
    _card.clear()


def default_currency() -> str:
    """What a store takes unless it says otherwise."""
    return chain().currency


def default_time_zone() -> str:
    """Where a store stands unless it says otherwise."""
    return chain().time_zone


def base_map() -> dict[str, Any]:
    """What the fronts draw beneath their maps: GeoJSON, or nothing."""
    drawn = Chain.objects.filter(id=THE_ONE).values_list("base_map", flat=True).first()
    return drawn or {"type": "FeatureCollection", "features": []}


def icon() -> bytes | None:
    """The mark as a PNG of 512 by 512 pixels, where the chain has one."""
    drawn = Chain.objects.filter(id=THE_ONE).values_list("mark_png", flat=True).first()
    return bytes(drawn) if drawn else None


def card_of(row: Chain) -> ChainCard:
    """A row as its readers need it."""
    return ChainCard(
        names=row.names,
        slogans=row.slogans,
        mark_letter=row.mark_letter,
        mark_colour=row.mark_colour,
        mark_svg=row.mark_svg,
        has_icon=bool(row.mark_png),
        currency=row.currency,
        languages=tuple(row.languages),
        label_languages=tuple(row.label_languages),
        badge_prefix=row.badge_prefix,
        demands_passkey=row.demands_passkey,
        country=row.country,
        time_zone=row.time_zone,
        phone_prefix=row.phone_prefix,
        address_form=row.address_form,
        tax_notes=row.tax_notes,
        week_starts=row.week_starts,
        latitude=row.latitude,
        longitude=row.longitude,
        map_zoom=row.map_zoom,
        version=_version(row),
    )


def _read() -> ChainCard:
    try:
        row = Chain.objects.filter(id=THE_ONE).defer("base_map").first()
    except DatabaseError as error:
        log.warning("chain not read, keeping the last one: %s", error)
        return _last
    return card_of(row) if row else UNNAMED


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _version(row: Chain) -> str:
    said = [
        (field.attname, _plain(getattr(row, field.attname)))
        for field in row._meta.fields
        if field.name != "base_map"
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
