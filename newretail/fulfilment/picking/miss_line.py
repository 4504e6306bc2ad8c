"""Something is not there, or not fit to be sold. The shopper's own choice decides what happens."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from newretail.fulfilment import rules
from newretail.fulfilment.events import LineMissing, SubstitutionAnswered, SubstitutionAsked
from newretail.fulfilment.models import MissingCause, PickLine, Substitution
from newretail.fulfilment.models.picking import LineState
from newretail.fulfilment.picking.errors import NotAsked, NothingMissing
from newretail.fulfilment.picking.substitutes import offers, refuse_not_offered
from newretail.fulfilment.work.find_work import line_of, started_job_locked
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.events import publish

_BATCH = 200


@transaction.atomic
def miss_line(
    *,
    store_id: str,
    job_id: UUID,
    picker_id: UUID,
    line: str,
    cause: MissingCause,
    quantity: int | None = None,
    pieces: int | None = None,
    proposals: Sequence[str] = (),
) -> PickLine:
    """Report `quantity` base units of a line missing, or `pieces` of one that is picked by the piece (None: all that is left), and
    apply the shopper's choice.

    swap: the picker may now scan a substitute. ask: the shopper is asked, with the picker's `proposals` first, and has three
    minutes. refund: the line stays short. Returns the line as it is now. Raises NothingMissing.
    """
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    found = line_of(job, line)
    wanted = pieces * (found.piece_grams or 1) if pieces else quantity
    missing = min(wanted or found.left, found.left)
    if missing <= 0:
        raise NothingMissing(line=line)
    note_missing(found, quantity=missing, cause=cause, proposals=proposals)
    return found


def note_missing(
    line: PickLine, *, quantity: int, cause: MissingCause, proposals: Sequence[str] = ()
) -> None:
    """So much of a locked line will not come from its shelf, whole pieces of one that is picked by the piece: the shopper's choice
    decides what becomes of it."""
    if line.piece_grams is not None:
        quantity = min(-(-quantity // line.piece_grams), line.pieces_left) * line.piece_grams
    line.missing += quantity
    line.unresolved += quantity
    line.missing_cause, line.missing_at = cause, clock.now()
    _apply_choice(line, proposals)
    if line.left == 0:
        inventory.release_holds(ref=line.ref, store_id=line.store_id, lines=[line.line])
    line.save()


def _apply_choice(line: PickLine, proposals: Sequence[str]) -> None:
    if line.substitution == Substitution.SWAP:
        line.state = LineState.SWAPPING
    elif line.substitution == Substitution.ASK:
        _ask(line, proposals)
    else:
        _stay_short(line)


def _ask(line: PickLine, proposals: Sequence[str]) -> None:
    line.state, line.ask_until = LineState.ASKED, clock.now() + rules.ASK_FOR
    publish(
        SubstitutionAsked(
            store_id=line.store_id,
            ref=line.ref,
            line=line.line,
            sku_id=line.sku_id,
            quantity_missing=line.unresolved,
            cause=line.missing_cause,
            until=line.ask_until.isoformat(),
            offers=offers(line, among=proposals),
        )
    )


def _stay_short(line: PickLine) -> None:
    missing, line.unresolved, line.ask_until = line.unresolved, 0, None
    line.settle()
    publish(
        LineMissing(
            store_id=line.store_id,
            ref=line.ref,
            line=line.line,
            sku_id=line.sku_id,
            quantity_missing=missing,
            cause=line.missing_cause,
        )
    )


@transaction.atomic
def give_up_swap(*, store_id: str, job_id: UUID, picker_id: UUID, line: str) -> PickLine:
    """The picker finds no substitute: what is missing is refunded. Raises NothingMissing when no swap is open."""
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    found = line_of(job, line)
    if found.state != LineState.SWAPPING:
        raise NothingMissing(line=line)
    _stay_short(found)
    found.save()
    return found


@transaction.atomic
def answer_substitution(
    *, store_id: str, ref: str, line: str, accept: bool, sku_id: str | None = None
) -> None:
    """The shopper's answer. accept: a substitute may be picked, only `sku_id` if one is named; else the line stays short.

    Raises NotAsked when there is no open question or its time is over, UnsuitableSubstitute or UnknownSku for a `sku_id`
    that may not replace the line; then the question stays open.
    """
    found = (
        PickLine.objects.select_for_update()
        .filter(store_id=store_id, ref=ref, line=line, state=LineState.ASKED)
        .first()
    )
    if found is None or found.ask_until is None or found.ask_until <= clock.now():
        raise NotAsked(line=line)
    if accept and sku_id:
        refuse_not_offered(found, sku_id=sku_id)
    publish(SubstitutionAnswered(store_id=found.store_id, ref=ref, line=line, accepted=accept, in_time=True))
    if accept:
        found.state, found.ask_until, found.agreed_sku = LineState.SWAPPING, None, sku_id or ""
    else:
        _stay_short(found)
    found.save()


def close_unanswered() -> int:
    """Questions whose time is over count as no; returns how many."""
    due = PickLine.objects.filter(state=LineState.ASKED, ask_until__lte=clock.now())
    ids = list(due.order_by("ask_until", "id").values_list("id", flat=True)[:_BATCH])
    for pk in ids:
        _close(pk)
    return len(ids)


@transaction.atomic
def _close(pk: int) -> None:
    line = PickLine.objects.select_for_update().get(pk=pk)
    if line.state != LineState.ASKED or line.ask_until is None or line.ask_until > clock.now():
        return
    publish(
        SubstitutionAnswered(
            store_id=line.store_id, ref=line.ref, line=line.line, accepted=False, in_time=False
        )
    )
    _stay_short(line)
    line.save()
