"""HTTP: head office opens a store and changes what it is."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, Field, StringConstraints

from newretail.kernel.http import Body, Latitude, Longitude, Out, Request, Slug, Words
from newretail.kernel.text import ByLanguage, Text
from newretail.kernel.who import HEAD_OFFICE
from newretail.stores import errors, queries, well_formed
from newretail.stores.endpoints.shapes import Names, ShortCode
from newretail.stores.endpoints.stores import door
from newretail.stores.models import Format
from newretail.stores.save_store import StoreSheet, save_store, store_sheet
from newretail.stores.show_store import StoreOut, show

NO_HOURS = Text(
    en='opening hours are seven days, Monday first, each a list of spans like ["07:00", "22:00"] that do not overlap',
    ko='영업 시간은 월요일부터 7일이며, 하루는 ["07:00", "22:00"] 같은 겹치지 않는 구간 목록입니다',
    zh='营业时间为周一起七天，每天是 ["07:00", "22:00"] 这样互不重叠的时段列表',
)
NO_TIME_ZONE = Text(
    en="there is no such time zone; they are called like Europe/Rome",
    ko="그런 시간대가 없습니다. Europe/Rome처럼 적으세요",
    zh="没有这个时区，应写成 Europe/Rome 这样",
)
NO_CURRENCY = Text(
    en="there is no such currency in ISO 4217", ko="ISO 4217에 없는 통화입니다", zh="ISO 4217 中没有这个货币"
)
NO_GLN = Text(
    en="a GLN has thirteen digits, the last one is their check digit",
    ko="GLN은 13자리이며 마지막은 검증 숫자입니다",
    zh="GLN 为十三位数字，最后一位是校验码",
)


def _passes(check: Callable[[Any], object], words: Text) -> AfterValidator:
    """What `check` refuses is refused in the reader's language; a blank stands for what the chain has."""

    def read(value: Any) -> Any:
        try:
            if value != "":
                check(value)
        except (ValidationError, ValueError, KeyError, OSError):
            raise ValueError(words) from None
        return value

    return AfterValidator(read)


Minute = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}:[0-9]{2}$")]
Span = Annotated[list[Minute], Field(min_length=2, max_length=2)]
Day = Annotated[list[Span], Field(max_length=8)]
Hours = Annotated[list[Day], Field(min_length=7, max_length=7), _passes(well_formed.hours, NO_HOURS)]


class StoreIn(Body):
    """`time_zone` and `currency` may be blank: then they are the chain's. A currency stays as it is once the store is there."""

    example = {
        "names": {"en": "Riverside", "ko": "강변점", "zh": "滨江店"},
        "format": "standard",
        "address": "8 Century Avenue",
        "latitude": 31.235,
        "longitude": 121.501,
        "hours": [[["07:00", "22:00"]]] * 7,
    }

    names: Names
    format: Slug
    gln: Annotated[str, StringConstraints(max_length=13), _passes(well_formed.gln, NO_GLN)] = ""
    address: Annotated[Words, StringConstraints(max_length=300)] = ""
    latitude: Latitude
    longitude: Longitude
    time_zone: Annotated[str, StringConstraints(max_length=40), _passes(ZoneInfo, NO_TIME_ZONE)] = ""
    hours: Hours
    currency: Annotated[str, StringConstraints(max_length=3), _passes(well_formed.currency, NO_CURRENCY)] = ""
    delivery_radius_metres: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 3000

    def sheet(self) -> StoreSheet:
        return StoreSheet(**self.dict() | {"names": ByLanguage(self.names)})


class FormatOut(Out):
    """A kind of store; `capabilities`: what is switched on in it."""

    code: str
    name: str
    capabilities: list[str]


@door.get(
    "/formats", who=HEAD_OFFICE, response=list[FormatOut], summary="The kinds of stores that can be opened"
)
def list_formats(request: Request) -> list[FormatOut]:
    return [
        FormatOut(code=each.code, name=each.names.say(), capabilities=each.capabilities)
        for each in Format.objects.order_by("code")[:200]
    ]


@door.get(
    "/stores/{store_id}/sheet",
    who=HEAD_OFFICE,
    response=StoreSheet,
    summary="A store as head office edits it",
    errors=[errors.StoreUnknown],
)
def show_store_sheet(request: Request, store_id: str) -> StoreSheet:
    return store_sheet(store_id)


@door.put(
    "/stores/{store_id}",
    who=HEAD_OFFICE,
    response={200: StoreOut, 201: StoreOut},
    summary="Open a store, or change what it is",
    description="A new store has zones with a few shelves and a packing table to begin with; they can be changed.",
    errors=[errors.FormatUnknown, errors.CurrencyIsFixed],
)
def put_store(request: Request, store_id: ShortCode, body: StoreIn) -> tuple[Literal[200, 201], StoreOut]:
    is_new = save_store(code=store_id, said=body.sheet(), by=request.caller.actor)
    queries.forget_store(store_id)
    return 201 if is_new else 200, show(queries.store(store_id))
