"""An event as EPCIS has it, and how a fact of ours becomes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from pydantic import Field

from newretail.catalog import api as catalog
from newretail.fulfilment.events import LegPacked
from newretail.inventory.events import GoodsMoved
from newretail.kernel.quantities import Unit
from newretail.kernel.queries import PlacedFact
from newretail.stores import api as stores
from newretail.traceability import names
from newretail.traceability.models import CapturedEvent
from newretail.traceability.rules import PACKED, Meaning, meaning, offset_of

TOLD = (GoodsMoved.name, LegPacked.name)
STANDARD = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
UNITS = {Unit.GRAM: "KGM", Unit.MILLILITRE: "LTR"}
"""Thousands of a base unit, by their codes in UN/CEFACT recommendation 20; pieces have none."""


@dataclass(frozen=True, slots=True)
class Place:
    id: str


@dataclass(frozen=True, slots=True)
class Errand:
    business: Annotated[str, Field(serialization_alias="bizTransaction")]


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a class of goods: pieces, or kilograms or litres where `uom` says so."""

    epc_class: Annotated[str, Field(serialization_alias="epcClass")]
    quantity: float
    uom: Literal["KGM", "LTR"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEvent:
    """source, target, cause: from which place of our stock ledger to which, and why; None for what moves nothing there."""

    context: Annotated[
        list[str | dict[str, str]] | None,
        Field(serialization_alias="@context", description="of an event that stands alone"),
    ] = None
    type: Literal["ObjectEvent"] = "ObjectEvent"
    event_id: Annotated[str, Field(serialization_alias="eventID")]
    event_time: Annotated[datetime, Field(serialization_alias="eventTime")]
    record_time: Annotated[datetime, Field(serialization_alias="recordTime")]
    offset: Annotated[str, Field(serialization_alias="eventTimeZoneOffset", examples=["+09:00"])]
    action: str
    step: Annotated[str, Field(serialization_alias="bizStep", examples=["retail_selling"])]
    disposition: str
    read_point: Annotated[Place, Field(serialization_alias="readPoint")]
    location: Annotated[Place | None, Field(serialization_alias="bizLocation")] = None
    quantities: Annotated[list[Amount], Field(serialization_alias="quantityList")]
    errands: Annotated[list[Errand] | None, Field(serialization_alias="bizTransactionList")] = None
    source: Annotated[str | None, Field(serialization_alias="newretail:from")] = None
    target: Annotated[str | None, Field(serialization_alias="newretail:to")] = None
    cause: Annotated[str | None, Field(serialization_alias="newretail:cause")] = None


def context() -> list[str | dict[str, str]]:
    """What the words of a document mean: the standard's, and our own three."""
    return [STANDARD, {"newretail": f"{settings.PUBLIC_URL}/terms/epcis/"}]


def tell(facts: Sequence[PlacedFact]) -> list[ObjectEvent | None]:
    """Each fact as an event; None for a parcel in which there was nothing."""
    wanted = {line["sku_id"] for fact in facts for line in _lines(fact)}
    cards = catalog.sku_cards(sorted(wanted))
    refs = {fact.ref.removeprefix("epcis:") for fact in facts if fact.ref.startswith("epcis:")}
    heard = {each.ref: each for each in CapturedEvent.objects.filter(id__in=refs)} if refs else {}
    return [_tell(fact, cards=cards, heard=heard.get(fact.ref)) for fact in facts]


def _tell(
    fact: PlacedFact, *, cards: Mapping[str, catalog.SkuCard], heard: CapturedEvent | None
) -> ObjectEvent | None:
    lines = _lines(fact)
    if not lines:
        return None
    store = stores.store(fact.store_id)
    meant = _meaning(fact)
    if meant.step != "receiving" or fact.data["source"] != "supplier":
        heard = None
    place = Place(names.place_name(store))
    return ObjectEvent(
        event_id=heard.event_id if heard else f"urn:uuid:{fact.id}",
        event_time=heard.event_time if heard else fact.at,
        record_time=fact.at,
        offset=heard.offset if heard else offset_of(fact.at.astimezone(store.zone)),
        action=meant.action,
        step=meant.step,
        disposition=meant.disposition,
        read_point=place,
        location=None if meant.leaves else place,
        quantities=[_amount(line, card=cards.get(line["sku_id"])) for line in lines],
        errands=[Errand(names.errand_name(fact.ref))] if fact.ref and not heard else None,
        source=fact.data.get("source"),
        target=fact.data.get("target"),
        cause=fact.data.get("cause"),
    )


def _lines(fact: PlacedFact) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = fact.data["lines" if fact.name == LegPacked.name else "goods"]
    return lines


def _meaning(fact: PlacedFact) -> Meaning:
    if fact.name == LegPacked.name:
        return PACKED
    return meaning(source=fact.data["source"], target=fact.data["target"], cause=fact.data["cause"])


def _amount(line: Mapping[str, Any], *, card: catalog.SkuCard | None) -> Amount:
    name = names.class_name(card, sku_id=line["sku_id"], lot=line["lot"])
    quantity = int(line["quantity"])
    uom = UNITS.get(Unit(card.unit)) if card else None
    if uom is None:
        return Amount(name, quantity)
    return Amount(name, quantity / 1000, uom)  # type: ignore[arg-type]
