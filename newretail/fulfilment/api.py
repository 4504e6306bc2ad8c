"""The front door of fulfilment: what other contexts may call. Everything upward is a `ref`, opaque here."""

from newretail.fulfilment.board import Board, board
from newretail.fulfilment.cancel_work import cancel_work
from newretail.fulfilment.expect_parcels import Expectation, expect_parcels
from newretail.fulfilment.forget_addresses import forget
from newretail.fulfilment.miss_line import answer_substitution
from newretail.fulfilment.models.parcels import Way
from newretail.fulfilment.models.picking import Substitution
from newretail.fulfilment.notice_cuts import notice_cuts
from newretail.fulfilment.open_work import WorkLeg, WorkLine, open_work
from newretail.fulfilment.queries import (
    BagView,
    CourierView,
    LegView,
    LineView,
    OverrideView,
    QuestionView,
    StageView,
    TakenView,
    WorkView,
    codes,
    contents,
    couriers_of,
    overrides,
    progress,
    questions,
    timeline,
)
from newretail.fulfilment.quote_work import LegQuote, quote_work
from newretail.fulfilment.reserve_work import confirm, expire_reservations, free, keep, reserve
from newretail.fulfilment.trip_card import TripCard, trip_card

__all__ = [
    "BagView",
    "Board",
    "CourierView",
    "Expectation",
    "LegQuote",
    "LegView",
    "LineView",
    "OverrideView",
    "QuestionView",
    "StageView",
    "Substitution",
    "TakenView",
    "TripCard",
    "Way",
    "WorkLeg",
    "WorkLine",
    "WorkView",
    "answer_substitution",
    "board",
    "cancel_work",
    "codes",
    "confirm",
    "contents",
    "couriers_of",
    "expect_parcels",
    "expire_reservations",
    "forget",
    "free",
    "keep",
    "notice_cuts",
    "open_work",
    "overrides",
    "progress",
    "questions",
    "quote_work",
    "reserve",
    "timeline",
    "trip_card",
]
