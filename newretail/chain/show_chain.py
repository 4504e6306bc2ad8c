"""The chain as the fronts and integrators see it."""

from dataclasses import dataclass

from newretail.chain.queries import chain
from newretail.kernel.currencies import minor_digits
from newretail.kernel.text import LANGUAGES

MARK_PATH = "/chain/mark.svg"
ICON_PATH = "/chain/icon.png"
MAP_PATH = "/chain/map.json"


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
    languages: list[str]
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
        names={each: card.names.say(each) for each in card.languages},
        slogans={each: card.slogans.say(each) for each in card.languages} if card.slogans else {},
        mark=f"{MARK_PATH}?v={card.version}",
        icon=f"{ICON_PATH}?v={card.version}",
        mark_letter=card.mark_letter,
        mark_colour=card.mark_colour,
        currency=card.currency,
        decimals=minor_digits(card.currency),
        languages=[each for each in card.languages if each in LANGUAGES],
        country=card.country,
        time_zone=card.time_zone,
        phone_prefix=card.phone_prefix,
        tax_notes={each: card.tax_notes.say(each) for each in card.languages} if card.tax_notes else {},
        week_starts=card.week_starts,
        latitude=card.latitude,
        longitude=card.longitude,
        map_zoom=card.map_zoom,
        base_map=f"{MAP_PATH}?v={card.version}",
        badge_prefix=card.badge_prefix,
    )
