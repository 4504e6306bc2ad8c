"""Until when goods may be sold: by what is printed on the pack, or by how long they keep."""

from datetime import date, timedelta

from newretail.catalog.rules.elements import Elements


def printed(said: Elements, *, shelf_life_days: int | None) -> date | None:
    """The last day of sale by what is printed; None where nothing is.

    One rule for every country: best before (AI 15), sell by (16) and use by (17) all end the sale, the earliest of them first.
    In China the date on a pack is its shelf life (保质期), and what is past it must not be sold (Food Safety Law, article 34);
    elsewhere a shop that stops there gives away little. Where none of them is printed but the day of production (11) or of
    packing (13) is, the shelf life runs from that day.
    """
    if days := [day for day in (said.expires_on, said.sell_by, said.best_before) if day is not None]:
        return min(days)
    made_on = said.produced_on or said.packed_on
    return keeps_until(made_on, shelf_life_days=shelf_life_days) if made_on else None


def keeps_until(first_day: date, *, shelf_life_days: int | None) -> date | None:
    """The last day of sale of goods that were made, or came, on `first_day`: it counts as the first. None: they do not spoil."""
    if shelf_life_days is None:
        return None
    assert shelf_life_days > 0
    return first_day + timedelta(days=shelf_life_days - 1)
