"""The front door of fulfilment: what other contexts may call. Everything upward is a `ref`, opaque here."""

from newretail.fulfilment.cancel_work import cancel_work, too_late_to_cancel
from newretail.fulfilment.forget_addresses import forget, forget_reasons
from newretail.fulfilment.models.picking import Substitution
from newretail.fulfilment.parts.contents import PartGoods
from newretail.fulfilment.parts.open_part import NewPart, drop_part, open_part
from newretail.fulfilment.parts.report_part import part_ready
from newretail.fulfilment.picking.miss_line import answer_substitution
from newretail.fulfilment.picking.notice_cuts import notice_cuts
from newretail.fulfilment.plan.expect_parcels import Expectation, expect_parcels
from newretail.fulfilment.plan.move_place import move_place
from newretail.fulfilment.plan.open_work import WorkLeg, WorkLine, open_work
from newretail.fulfilment.plan.quote_work import LegQuote, quote_work
from newretail.fulfilment.plan.reserve_work import confirm, expire_reservations, free, keep, reserve
from newretail.fulfilment.reading.board import AtRiskView, Board, LateView, OrdersByStage, board
from newretail.fulfilment.reading.figures import (
    CourierPay,
    CourierPlace,
    LateCause,
    StageClock,
    courier_pay,
    courier_places,
    late_causes,
    stage_clocks,
)
from newretail.fulfilment.reading.queries import (
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
    overrides,
    parcel_states,
    progress,
    questions,
    timeline,
)
from newretail.fulfilment.reading.tell_work import (
    BagStory,
    JobStory,
    MissedStory,
    PartStory,
    StopStory,
    TakeStory,
    WorkStory,
    tell_work,
)
from newretail.fulfilment.reading.trip_card import TripCard, trip_card
from newretail.fulfilment.work.terms import WorkTermsView, work_terms

__all__ = [
    "AtRiskView",
    "BagStory",
    "BagView",
    "Board",
    "CourierPay",
    "CourierPlace",
    "CourierView",
    "Expectation",
    "JobStory",
    "LateCause",
    "LateView",
    "LegQuote",
    "LegView",
    "LineView",
    "MissedStory",
    "NewPart",
    "OrdersByStage",
    "OverrideView",
    "PartGoods",
    "PartStory",
    "QuestionView",
    "StageClock",
    "StageView",
    "StopStory",
    "Substitution",
    "TakeStory",
    "TakenView",
    "TripCard",
    "WorkLeg",
    "WorkLine",
    "WorkStory",
    "WorkTermsView",
    "WorkView",
    "answer_substitution",
    "board",
    "cancel_work",
    "codes",
    "confirm",
    "courier_pay",
    "courier_places",
    "drop_part",
    "expect_parcels",
    "expire_reservations",
    "forget",
    "forget_reasons",
    "free",
    "keep",
    "late_causes",
    "move_place",
    "notice_cuts",
    "open_part",
    "open_work",
    "overrides",
    "parcel_states",
    "part_ready",
    "progress",
    "questions",
    "quote_work",
    "reserve",
    "stage_clocks",
    "tell_work",
    "timeline",
    "too_late_to_cancel",
    "trip_card",
    "work_terms",
]
