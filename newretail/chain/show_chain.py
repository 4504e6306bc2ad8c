"""The chain as the fronts and integrators see it."""

from dataclasses import dataclass

from newretail.chain.queries import chain
from newretail.kernel import languages
from newretail.kernel.currencies import minor_digits
from newretail.kernel.http import LanguageCode
from newretail.kernel.text import ByLanguage, offered

MARK_PATH = "/chain/mark.svg"
ICON_PATH = "/chain/icon.png"
MAP_PATH = "/chain/map.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageView:
    """`code`: ISO 639, as names and members have it. `name`, `short`: what its speakers call it. `tag`: BCP 47, for `lang` and
    `Accept-Language`. `locale`: BCP 47 with a country, for numbers and dates."""

    code: LanguageCode
    name: str
    short: str
    tag: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainView:
    """`names`, `slogans` and `tax_notes` by language. `mark`, `base_map`: where they are fetched. `decimals`: minor digits
    of `currency` (ISO 4217). `week_starts`: 1 Monday to 7 Sunday. `languages`: offered, the first by default."""

    names: dict[str, str]
    slogans: dict[str, str]
    mark: str
    icon: str
    mark_letter: str
    mark_colour: str
    currency: str
    decimals: int
    languages: list[LanguageView]
    country: str
    time_zone: str
    phone_prefix: str
    tax_notes: dict[str, str]
    week_starts: int
    latitude: float
    longitude: float
    map_zoom: int
    base_map: str
    badge_prefix: str


def show_chain() -> ChainView:
    """What everybody may know of the chain."""
    card = chain()
    return ChainView(
        names=_said(card.names),
        slogans=_said(card.slogans),
        mark=f"{MARK_PATH}?v={card.version}",
        icon=f"{ICON_PATH}?v={card.version}",
        mark_letter=card.mark_letter,
        mark_colour=card.mark_colour,
        currency=card.currency,
        decimals=minor_digits(card.currency),
        languages=[_language(each) for each in card.languages],
        country=card.country,
        time_zone=card.time_zone,
        phone_prefix=card.phone_prefix,
        tax_notes=_said(card.tax_notes),
        week_starts=card.week_starts,
        latitude=card.latitude,
        longitude=card.longitude,
        map_zoom=card.map_zoom,
        base_map=f"{MAP_PATH}?v={card.version}",
        badge_prefix=card.badge_prefix,
    )


def _said(words: ByLanguage) -> dict[str, str]:
    """In every offered language; nothing where nothing is said in any."""
    return {each: words.say(each) for each in offered()} if words else {}


def _language(code: str) -> LanguageView:
    known = languages.KNOWN[code]
    return LanguageView(code=code, name=known.name, short=known.short, tag=known.tag, locale=known.locale)
