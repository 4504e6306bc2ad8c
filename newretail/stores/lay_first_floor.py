"""The floor that a new store begins with: something to stand goods on, until somebody lays out the real one."""

from newretail.catalog.api import Temperature
from newretail.kernel.text import ByLanguage
from newretail.stores.models import PackingStation, Shelf, Zone

SHELVES_A_ZONE = 6
_ZONES = (
    ("dry", "A", Temperature.AMBIENT, {"en": "Groceries", "ko": "상온 식품", "zh": "常温食品"}),
    ("cold", "C", Temperature.CHILLED, {"en": "Chilled", "ko": "냉장", "zh": "冷藏"}),
    ("frozen", "F", Temperature.FROZEN, {"en": "Frozen", "ko": "냉동", "zh": "冷冻"}),
)
"""Code, first letter of its shelves, temperature and names of each, in walking order: what is frozen is taken last."""


def lay_first_floor(*, store_id: str) -> None:
    """A zone for each temperature that most goods need, with a few shelves, and one table to pack at. For a store without any."""
    walked = 0
    for place, (code, letter, temperature, names) in enumerate(_ZONES, start=1):
        zone = Zone.objects.create(
            store_id=store_id, code=code, names=ByLanguage(names), temperature=temperature, walk_order=place
        )
        Shelf.objects.bulk_create(
            Shelf(store_id=store_id, zone=zone, code=f"{letter}-{number:02}", walk_order=walked + number)
            for number in range(1, SHELVES_A_ZONE + 1)
        )
        walked += SHELVES_A_ZONE
    PackingStation.objects.create(store_id=store_id, code="P-1")
