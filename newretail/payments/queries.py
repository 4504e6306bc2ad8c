"""What others may see of payments. Amounts are minor units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Sum

from newretail.kernel import sql
from newretail.kernel.money import Money
from newretail.members import api as members
from newretail.payments import rules
from newretail.payments.errors import DrawerNotFound, PaymentNotFound
from newretail.payments.lock_tab import open_for
from newretail.payments.models import STUCK, BillLine, DrawerSession, Entry, Payment, Refund, Tab
from newretail.payments.store_tenders import FieldView, field_view
from newretail.payments.tenders.registry import name_of, tender

NO_CURRENCY = "XXX"
"""ISO 4217's code for no currency at all: of a sale that nobody has been asked to pay."""


CashAtHand = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """A payment. `change` is what a cashier gives back; `qr_code` is to be drawn, `redirect_url` to be opened.

    `payer`: who was asked, "" where nobody said; `tender_name` in the reader's language. `taken_by`: who of the staff took it or
    scanned the wallet, "" where the customer paid by themselves; `taken_by_name` is told to staff.
    """

    id: UUID
    store_id: str
    ref: str
    payer: str
    taken_by: str
    taken_by_name: str
    tender: str
    tender_name: str
    way: str
    state: str
    cause: str
    late: bool
    amount: int
    refunded: int
    currency: str
    qr_code: str
    redirect_url: str
    given: int | None
    change: int | None
    opened_at: datetime
    pay_by: datetime
    captured_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView:
    """The part of a refund that goes back to one payment; `refund_id` is the caller's, `id` this part's.

    `by_hand`: a person pays it out, and until then it waits. `can`: what the reader may do with it: hand it out, out of their own
    drawer where it is cash, or, as a manager, see to one that its tender refused. `typed`: what has to be typed in when it is
    handed out.
    """

    id: UUID
    refund_id: UUID
    payment_id: UUID
    store_id: str
    ref: str
    tender: str
    tender_name: str
    amount: int
    currency: str
    reason: str
    state: str
    cause: str
    requested_at: datetime
    settled_at: datetime | None
    by_hand: bool
    can: list[rules.RefundDeed]
    typed: list[FieldView]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerView:
    """`can`: what the reader may do with it: take_cash where it is their own, close where it is theirs or they manage the store."""

    id: UUID
    store_id: str
    drawer: str
    cashier: str
    state: str
    currency: str
    float_amount: int
    expected: int
    counted: int | None
    difference: int | None
    opened_at: datetime
    closed_at: datetime | None
    can: list[rules.DrawerDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLineView:
    """`theirs` is the amount on the tender's bill, `ours` the one in our books; None where there is none."""

    id: int
    day: str
    tender: str
    store_id: str
    kind: str
    out_trade_no: str
    request_no: str
    theirs: int | None
    ours: int | None
    verdict: str
    completed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A ledger account of one currency: what lies in it is above zero, what is owed or earned below."""

    kind: str
    currency: str
    amount: int


def payment(*, payment_id: UUID, store_id: str) -> PaymentView:
    """Raises PaymentNotFound for one of another store too."""
    found = Payment.objects.filter(id=payment_id, store_id=store_id).first()
    if found is None:
        raise PaymentNotFound()
    return payment_view(found, named=members.called_each([found.taken_by]))


def find_payment(*, payment_id: UUID, ref: str | None = None) -> PaymentView | None:
    """The payment with this id, if it has been opened; with `ref` only one of this sale."""
    found = Payment.objects.filter(id=payment_id, **({} if ref is None else {"ref": ref})).first()
    return payment_view(found) if found else None


def payments(
    *, store_id: str, ref: str | None = None, state: str | None = None, limit: int = 50
) -> list[PaymentView]:
    """A store's payments, the newest first."""
    found = Payment.objects.filter(store_id=store_id).order_by("-opened_at", "-id")
    if ref is not None:
        found = found.filter(ref=ref)
    if state is not None:
        found = found.filter(state=state)
    page = list(found[:limit])
    named = members.called_each(each.taken_by for each in page)
    return [payment_view(each, named=named) for each in page]


def refunds(
    *,
    store_id: str,
    ref: str | None = None,
    state: str | None = None,
    limit: int = 50,
    by: str = "",
    manages: bool = False,
) -> list[RefundView]:
    """A store's refunds, the newest first, as `by` sees them. `manages`: they manage the store and may do more with them."""
    found = Refund.objects.filter(store_id=store_id).order_by("-requested_at", "-id")
    if ref is not None:
        found = found.filter(ref=ref)
    if state is not None:
        found = found.filter(state=state)
    at_hand = cash_at_hand(by)
    return [refund_view(each, manages=manages, at_hand=at_hand) for each in found[:limit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundsStuck:
    """Refunds that nothing but a person brings on, the oldest first. failed: how many were refused by their tender in all;
    waiting: how many wait to be handed out."""

    refunds: list[RefundView]
    failed: int
    waiting: int


def refunds_stuck(*, by: str, after: UUID | None = None, limit: int = 50) -> RefundsStuck:
    """Money of any store that did not go back, as `by`, who manages them all, sees it; `after`: the last `id` of the page before."""
    stuck = Refund.objects.filter(STUCK)
    counts = {row["state"]: row["refunds"] for row in stuck.values("state").annotate(refunds=Count("id"))}
    page = stuck.filter(id__gt=after) if after is not None else stuck
    at_hand = cash_at_hand(by)
    return RefundsStuck(
        refunds=[refund_view(each, manages=True, at_hand=at_hand) for each in page.order_by("id")[:limit]],
        failed=counts.get(Refund.State.FAILED, 0),
        waiting=counts.get(Refund.State.PENDING, 0),
    )


def is_refund(refund_id: UUID) -> bool:
    """Has money been promised back under this id?"""
    return Refund.objects.filter(group=refund_id).exists()


def cash_at_hand(by: str) -> CashAtHand:
    """What should lie in the open drawers of a cashier, minor units by store and currency."""
    mine = DrawerSession.objects.filter(cashier=by, state=DrawerSession.State.OPEN) if by else ()
    return {(each.store_id, each.currency): each.expected for each in mine}


def drawers(
    *, store_id: str, by: str, manages: bool = False, state: str | None = None, limit: int = 50
) -> list[DrawerView]:
    """A store's drawer sessions, the newest first, as `by` sees them. `manages`: they manage the store."""
    found = DrawerSession.objects.filter(store_id=store_id).order_by("-opened_at", "-id")
    if state is not None:
        found = found.filter(state=state)
    return [drawer_view(each, by=by, manages=manages) for each in found[:limit]]


def drawer(*, session_id: UUID, store_id: str, by: str, manages: bool = False) -> DrawerView:
    """Raises DrawerNotFound."""
    found = DrawerSession.objects.filter(id=session_id, store_id=store_id).first()
    if found is None:
        raise DrawerNotFound()
    return drawer_view(found, by=by, manages=manages)


def captured(ref: str) -> Money:
    """All that was ever taken in for a sale; late payments, which go back by themselves, included."""
    return _of_tab(ref, "captured")


def refunded(ref: str) -> Money:
    """All that was promised or paid back for a sale."""
    return _of_tab(ref, "refunded")


def covered(ref: str) -> Money:
    """What of a sale is paid now: captured, less what was promised or paid back."""
    return captured(ref) - refunded(ref)


def prepaid(ref: str) -> Money:
    """What of a sale's money is still the customer's: neither settled nor refunded."""
    return _of_tab(ref, "prepaid")


def open_amount(ref: str, *, due: int, payer: str = "") -> int:
    """What a payer may still be asked for, in minor units, of a sale that comes to `due`: less what is paid and asked of others.

    Nothing is locked here: opening the payment looks again, and refuses what is more than open by then.
    """
    tab = Tab.objects.filter(ref=ref).first()
    if tab is None:
        return due
    tab.due = due
    return open_for(tab, payer=payer)


def _of_tab(ref: str, column: str) -> Money:
    tab = Tab.objects.filter(ref=ref).first()
    return Money(getattr(tab, column), tab.currency) if tab else Money(0, NO_CURRENCY)


def balances(*, store_id: str) -> list[Balance]:
    """The ledger accounts of a store, each currency apart."""
    sums = (
        Entry.objects.filter(account__store_id=store_id)
        .values("account__kind", "account__currency")
        .annotate(total=Sum("amount"))
        .order_by("account__kind", "account__currency")
    )
    return [
        Balance(kind=each["account__kind"], currency=each["account__currency"], amount=each["total"])
        for each in sums
    ]


def bill_lines(
    *, store_id: str, day: str | None = None, verdict: str | None = None, limit: int = 50
) -> list[BillLineView]:
    """Lines of the tenders' bills that concern a store, the newest day first."""
    found = BillLine.objects.filter(store_id=store_id).select_related("bill").order_by("-bill__day", "id")
    if day is not None:
        found = found.filter(bill__day=day)
    if verdict is not None:
        found = found.filter(verdict=verdict)
    return [bill_line_view(each) for each in found[:limit]]


def verdicts(*, bill_id: int) -> dict[str, int]:
    """How many lines of a bill got each verdict."""
    counts = BillLine.objects.filter(bill_id=bill_id).values("verdict").annotate(lines=Count("id"))
    return {each["verdict"]: each["lines"] for each in counts}


def ledger_lines() -> Iterator[str]:
    """The business content of the money ledger in the order of time, without ids: the same day gives the same lines."""
    for row in sql.fetch(sql.load(__file__, "ledger_lines.sql")):
        yield f"{row.at.isoformat()} {row.store_id} {row.cause} {row.currency} {row.sides}"


def payment_view(payment: Payment, *, named: Mapping[str, str] | None = None) -> PaymentView:
    """`named`: what to call the cashiers, by `taken_by`; without it nobody is named."""
    return PaymentView(
        id=payment.id,
        store_id=payment.store_id,
        ref=payment.ref,
        payer=payment.payer,
        taken_by=payment.taken_by,
        taken_by_name=(named or {}).get(payment.taken_by, ""),
        tender=payment.tender,
        tender_name=name_of(payment.tender),
        way=str(payment.way),
        state=str(payment.state),
        cause=payment.cause,
        late=payment.late,
        amount=payment.amount,
        refunded=payment.refunded,
        currency=payment.currency,
        qr_code=payment.qr_code,
        redirect_url=payment.redirect_url,
        given=payment.given,
        change=None if payment.given is None else payment.given - payment.amount,
        opened_at=payment.opened_at,
        pay_by=payment.pay_by,
        captured_at=payment.captured_at,
    )


def refund_view(refund: Refund, *, manages: bool = False, at_hand: CashAtHand | None = None) -> RefundView:
    """`at_hand`: what lies in the reader's drawers."""
    given = tender(refund.tender)
    lies_there = (at_hand or {}).get((refund.store_id, refund.currency), -1) >= refund.amount
    return RefundView(
        id=refund.id,
        refund_id=refund.group,
        payment_id=refund.payment_id,
        store_id=refund.store_id,
        ref=refund.ref,
        tender=refund.tender,
        tender_name=name_of(refund.tender),
        amount=refund.amount,
        currency=refund.currency,
        reason=refund.reason,
        state=str(refund.state),
        cause=refund.cause,
        requested_at=refund.requested_at,
        settled_at=refund.settled_at,
        by_hand=given.refunds_by_hand,
        can=rules.deeds_of_refund(
            refund.state,
            manages=manages,
            at_hand=given.refunds_by_hand and (lies_there or not given.into_drawer),
        ),
        typed=[field_view(each) for each in given.typed_at_refund],
    )


def drawer_view(session: DrawerSession, *, by: str, manages: bool = False) -> DrawerView:
    is_open = session.state == DrawerSession.State.OPEN
    return DrawerView(
        id=session.id,
        store_id=session.store_id,
        drawer=session.drawer,
        cashier=session.cashier,
        state=str(session.state),
        currency=session.currency,
        float_amount=session.float_amount,
        expected=session.expected,
        counted=session.counted,
        difference=session.difference,
        opened_at=session.opened_at,
        closed_at=session.closed_at,
        can=rules.deeds_of_drawer(is_open=is_open, is_own=session.cashier == by, manages=manages),
    )


def bill_line_view(line: BillLine) -> BillLineView:
    return BillLineView(
        id=line.pk,
        day=line.bill.day.isoformat(),
        tender=line.bill.tender,
        store_id=line.store_id,
        kind=line.kind,
        out_trade_no=line.out_trade_no,
        request_no=line.request_no,
        theirs=line.theirs,
        ours=line.ours,
        verdict=str(line.verdict),
        completed_at=line.completed_at,
    )
