"""Who is at work in a store: where they said they stand, and what they were seen to do. Nobody who works is nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from newretail.fulfilment.models import Courier, PickJob, Stage, StageName
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.kernel import actor, clock
from newretail.members import api as members
from newretail.stores import api as stores

MOST_LISTED = 500
MOST_DEEDS = 2_000
_POST_OF_STAGE = {
    StageName.PICK_STARTED: "pick",
    StageName.PICKED: "pick",
    StageName.ARRIVED: "pack",
    StageName.PACKED: "pack",
    StageName.SHELVED: "pack",
    StageName.RECEIVED_BACK: "pack",
    StageName.DELIVERED: "ride",
    StageName.FAILED: "ride",
}
"""What somebody does who brings an order this far."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Somebody at work: since when they are known to do it, and when last."""

    member_id: UUID
    post: str
    since: datetime
    at: datetime
    zone: str = ""


def people_at_work(store_id: str) -> list[stores.PostLine]:
    """Everybody by post and zone. Where somebody said they stand goes before what their deeds tell, and a deed says that they are there."""
    unheard_since = clock.now() - stores.AWAY_AFTER
    standing = {each.member_id: each for each in stores.posts(store_id)}
    working: dict[UUID, _Seen] = {}
    for each in (*_couriers(store_id), *_pickers(store_id), *_deeds(store_id, since=unheard_since)):
        working.setdefault(each.member_id, each)
    names, zones = members.names(working), ZoneNames(store_id)
    lines = []
    for member_id in standing.keys() | working.keys():
        said, seen = standing.get(member_id), working.get(member_id)
        if said and seen:
            lines.append(_heard(said, seen, zones=zones, unheard_since=unheard_since))
        elif said:
            lines.append(said)
        elif seen:
            name = names.get(member_id, str(member_id)[-6:])
            lines.append(_line(seen, name=name, zones=zones, unheard_since=unheard_since))
    lines.sort(key=lambda line: (line.post, line.zone or "", line.since, str(line.member_id)))
    return lines[:MOST_LISTED]


def _heard(
    said: stores.PostLine, seen: _Seen, *, zones: ZoneNames, unheard_since: datetime
) -> stores.PostLine:
    """Where they said they stand, and that they were seen since."""
    at = max(said.seen_at, seen.at)
    zone = said.zone or (seen.zone if seen.post == said.post else "") or None
    return replace(
        said, zone=zone, zone_name=zones[zone] if zone else None, seen_at=at, away=at < unheard_since
    )


def _line(seen: _Seen, *, name: str, zones: ZoneNames, unheard_since: datetime) -> stores.PostLine:
    return stores.PostLine(
        member_id=seen.member_id,
        name=name,
        post=seen.post,
        zone=seen.zone or None,
        zone_name=zones[seen.zone] if seen.zone else None,
        since=seen.since,
        seen_at=seen.at,
        away=seen.at < unheard_since,
    )


def _couriers(store_id: str) -> Iterable[_Seen]:
    """On duty: they said so, and their phone tells where they are."""
    for courier in Courier.objects.filter(store_id=store_id, on_duty=True).order_by("id")[:MOST_LISTED]:
        began = courier.duty_changed_at
        yield _Seen(courier.member_id, "ride", began, max(began, courier.position_at or began))


def _pickers(store_id: str) -> Iterable[_Seen]:
    """With a job in hand."""
    started = PickJob.objects.filter(store_id=store_id, state=JobState.STARTED, picker_id__isnull=False)
    for job in started.order_by("-started_at", "id")[:MOST_LISTED]:
        assert job.picker_id is not None and job.started_at is not None
        yield _Seen(job.picker_id, "pick", job.started_at, job.started_at, job.zone)


def _deeds(store_id: str, *, since: datetime) -> Iterable[_Seen]:
    """Whoever brought an order a stage further, the latest first."""
    reached = Stage.objects.filter(store_id=store_id, at__gte=since, stage__in=_POST_OF_STAGE)
    for stage in reached.order_by("-at", "-id")[:MOST_DEEDS]:
        member_id = actor.member_of(stage.by)
        if member_id is not None:
            yield _Seen(member_id, _POST_OF_STAGE[StageName(stage.stage)], stage.at, stage.at)
