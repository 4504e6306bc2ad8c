"""Pickers: they walk their zones, scan what they take, weigh, miss and swap, and hang bags onto the conveyor."""

import random
from typing import Any

from twin.calls import Answer, Unexpected
from twin.engine import Pause, Take
from twin.floor_calls import CALLED_OFF, Handheld
from twin.news import News
from twin.town import Staff, Town, new_id

TO_ANOTHER_ZONE_SECONDS = (20.0, 50.0)
BETWEEN_BAYS_SECONDS = 1.5
AT_SHELF_SECONDS = (4.0, 12.0)
AT_SCALE_SECONDS = (6.0, 14.0)
HANDLING_A_BAG_SECONDS = (8.0, 20.0)
SCANS_LOT = 0.1
ASKED_AGAIN_SECONDS = 20.0
WEIGHING_NOISE = 0.06
WEIGHT_TOLERANCE = 0.19
Parcel = tuple[str, str]
"""Its way out, and its part where several leave one way."""

SCALE_REFUSALS = frozenset({"out_of_stock", "too_much"})


class PickBoard:
    """The list of open jobs as all pickers of a store see it on the wall; who takes one takes it off."""

    def __init__(self, town: Town, news: News) -> None:
        self._town = town
        self._news = news
        self._jobs: list[dict[str, Any]] = []
        self._read_at_ms = -1
        self._taken: set[str] = set()

    async def next_job(self, handheld: Handheld, *, zone: str) -> dict[str, Any]:
        """Wait for a job and take it off the list: one of the own zone first, else the most urgent of any."""
        while True:
            job = self._choose(zone)
            if job is None and await self._has_news():
                await self._read(handheld)
                job = self._choose(zone)
            if job is not None:
                self._jobs.remove(job)
                self._taken.add(job["id"])
                if self._jobs:
                    self._town.engine.post(self._news.work, "more")
                return job

    async def _has_news(self) -> bool:
        await Take(self._news.work)
        # One look at the list serves everybody who hears the same news.
        return self._read_at_ms < self._town.engine.now_ms

    async def _read(self, handheld: Handheld) -> None:
        self._read_at_ms = self._town.engine.now_ms
        listed = (await handheld.open_jobs()).body
        self._taken &= {job["id"] for job in listed}
        self._jobs = [job for job in listed if job["id"] not in self._taken]

    def _choose(self, zone: str) -> dict[str, Any] | None:
        own = [job for job in self._jobs if job["zone"] == zone]
        return next(iter(own or self._jobs), None)


class Picker:
    """One picker with a home zone."""

    def __init__(self, town: Town, news: News, board: PickBoard, staff: Staff, *, zone: str) -> None:
        self.town = town
        self._news = news
        self._board = board
        self._handheld = Handheld(store_id=town.store.store_id, token=staff.token)
        self._home = zone
        self._zone = zone
        self._shelf = ""
        self._chance: random.Random = town.chance(f"picker {staff.name}")

    async def work(self) -> None:
        """Job after job, without end. A job that goes wrong is left as it is."""
        await self._finish_what_was_begun()
        while True:
            job = await self._board.next_job(self._handheld, zone=self._home)
            try:
                await self._do(job)
            except Unexpected:
                self.town.book.note("pick jobs broken off")
                await Pause(30)
                await self._finish_what_was_begun()

    async def _finish_what_was_begun(self) -> None:
        """A job still in hand, from before an interruption, comes first."""
        try:
            for job in (await self._handheld.my_job()).body:
                await self._do(job)
        except Unexpected:
            await Pause(60)

    async def _do(self, job: dict[str, Any]) -> None:
        if job["zone"] != self._zone:
            await Pause(self._chance.uniform(*TO_ANOTHER_ZONE_SECONDS))
            self._zone = job["zone"]
        begun = await self._handheld.start_job(job["id"])
        if begun.refused:
            return
        lines = begun.body["lines"]
        # Bags of an earlier life may hold something already; a new one counts when something went into it.
        bags = {bag["tag"]: _parcel_of(bag) for bag in begun.body["bags"] if bag["state"] == "filling"}
        known = set(bags)
        for parcel in dict.fromkeys(_parcel_of(line) for line in lines):
            if parcel not in bags.values() and (tag := await self._open_bag(job["id"], parcel)):
                bags[tag] = parcel
        asked: list[dict[str, Any]] = []
        filled: set[Parcel] = set()
        for line in lines:
            await self._walk_to(line["shelf"])
            after = await self._fetch(job["id"], line)
            if after is None:
                return
            if after["state"] == "asked":
                asked.append(line)
            elif after["state"] == "picked":
                filled.add(_parcel_of(line))
        for line in asked:
            if await self._await_answer(job["id"], line["line"]):
                filled.add(_parcel_of(line))
        await self._hand_in(job, [tag for tag, parcel in bags.items() if parcel in filled or tag in known])

    async def _open_bag(self, job_id: str, parcel: Parcel) -> str:
        tag = f"B{self._chance.getrandbits(40):010X}"
        opened = await self._handheld.open_bag(job_id, tag=tag, parcel=parcel, key=new_id(self._chance))
        return "" if opened.refused else tag

    async def _walk_to(self, shelf: str) -> None:
        bays = abs(_bay(shelf) - _bay(self._shelf))
        await Pause(bays * BETWEEN_BAYS_SECONDS + self._chance.uniform(*AT_SHELF_SECONDS))
        self._shelf = shelf

    async def _hand_in(self, job: dict[str, Any], tags: list[str]) -> None:
        await Pause(self._chance.uniform(*HANDLING_A_BAG_SECONDS))
        finished = await self._handheld.finish_job(job["id"], key=new_id(self._chance))
        if finished.refused:
            return
        entry = self._entry(job["zone"])
        for tag in tags:
            await self._handheld.onto_conveyor(tag, entry=entry)

    def _entry(self, zone: str) -> str | None:
        entries = self.town.store.conveyor_entries
        return next((code for code, its_zone in entries.items() if its_zone == zone), None)

    # --- one line ---

    async def _fetch(self, job_id: str, line: dict[str, Any]) -> dict[str, Any] | None:
        """Pick a line, or report it missing and see what comes of that. None when the order was called off."""
        if line["state"] in ("picked", "short"):
            return line
        if line["state"] == "swapping":
            return await self._swap(job_id, line)
        shares = self.town.shares
        if self._chance.random() < shares.miss:
            return await self._miss(job_id, line, cause=self._chance.choice(("not_on_shelf", "damaged")))
        if self._chance.random() < shares.wrong_scan:
            await self._scan_something_else(job_id, line)
        picked = await self._pick(job_id, line)
        if picked.refused in CALLED_OFF:
            return None
        if picked.refused:
            return await self._miss(job_id, line, cause="not_on_shelf")
        return dict(picked.body)

    async def _pick(self, job_id: str, line: dict[str, Any]) -> Answer:
        if line["weighed"]:
            return await self._weigh(job_id, line)
        scan: dict[str, Any] = {"code": line["gtin"] or line["sku_id"], "quantity": line["left"]}
        if line["gtin"] and self._chance.random() < SCANS_LOT:
            picked = await self._scan_lot(job_id, line)
            if picked is not None:
                return picked
        answer: Answer = await self._handheld.pick(
            job_id, scan, key=new_id(self._chance), may=frozenset({"out_of_stock"})
        )
        return answer

    async def _scan_lot(self, job_id: str, line: dict[str, Any]) -> Answer | None:
        """The lot code on the pack instead of the bare product code; None when that lot does not do."""
        lots = (await self._handheld.lots(line["sku_id"])).body
        if not lots or lots[0]["on_hand"] < line["left"]:
            return None
        code = f"https://id.gs1.org/01/{line['gtin']:0>14}/10/{lots[0]['code']}"
        picked = await self._handheld.pick(
            job_id,
            {"code": code, "quantity": line["left"]},
            key=new_id(self._chance),
            may=frozenset({"out_of_stock", "wrong_lot", "expired_lot", "lot_too_small"}),
        )
        return None if picked.refused and picked.refused not in CALLED_OFF else picked

    async def _weigh(self, job_id: str, line: dict[str, Any]) -> Answer:
        """What the scale shows is near what was ordered; where the shelf has no more, exactly that."""
        await Pause(self._chance.uniform(*AT_SCALE_SECONDS))
        noise = min(max(self._chance.gauss(0, WEIGHING_NOISE), -WEIGHT_TOLERANCE), WEIGHT_TOLERANCE)
        code = line["gtin"] or line["sku_id"]
        answer: Answer
        for grams in (round(line["left"] * (1 + noise)), line["left"]):
            answer = await self._handheld.pick(
                job_id, {"code": code, "grams": max(grams, 1)}, key=new_id(self._chance), may=SCALE_REFUSALS
            )
            if answer.refused not in SCALE_REFUSALS:
                break
        return answer

    async def _scan_something_else(self, job_id: str, line: dict[str, Any]) -> None:
        other = self._chance.choice(sorted(self.town.assortment.by_sku))
        article = self.town.assortment.by_sku[other]
        if other == line["sku_id"] or not article.gtin or article.weighed:
            return
        known = frozenset({"wrong_product", "already_picked"})
        await self._handheld.pick(
            job_id, {"code": article.gtin, "line": line["line"]}, key=new_id(self._chance), may=known
        )
        self.town.book.note("wrong scans")
        await Pause(self._chance.uniform(*AT_SHELF_SECONDS))

    async def _miss(self, job_id: str, line: dict[str, Any], *, cause: str) -> dict[str, Any] | None:
        missed = await self._handheld.missing(
            job_id, line=line["line"], cause=cause, key=new_id(self._chance)
        )
        if missed.refused in CALLED_OFF:
            return None
        if missed.refused:
            return line
        return (
            await self._swap(job_id, missed.body) if missed.body["state"] == "swapping" else dict(missed.body)
        )

    async def _swap(self, job_id: str, line: dict[str, Any]) -> dict[str, Any] | None:
        """Fetch the nearest substitute; none that does means that the line stays short."""
        offers = (await self._handheld.substitutes(job_id, line=line["line"])).body
        for offer in offers[:3]:
            if line["agreed_sku"] and offer["sku_id"] != line["agreed_sku"]:
                continue
            await Pause(self._chance.uniform(10, 40))
            scan: dict[str, Any] = {"code": offer["gtin"] or offer["sku_id"], "line": line["line"]}
            scan["quantity" if offer["unit"] == "each" else "grams"] = offer["quantity"]
            picked = await self._handheld.pick(
                job_id,
                scan,
                key=new_id(self._chance),
                may=frozenset({"above_swap_cap", "unsuitable_substitute", "out_of_stock"}),
            )
            if picked.refused in CALLED_OFF:
                return None
            if not picked.refused:
                return dict(picked.body)
        short = await self._handheld.no_substitute(job_id, line=line["line"], key=new_id(self._chance))
        return None if short.refused in CALLED_OFF else dict(short.body) if not short.refused else line

    async def _await_answer(self, job_id: str, line_name: str) -> bool:
        """Wait for the shopper's answer about a line; returns whether something of it is in the bag at the end."""
        while True:
            job = (await self._handheld.show_job(job_id)).body
            line = next(each for each in job["lines"] if each["line"] == line_name)
            if job["state"] != "started":
                return False
            if line["state"] == "swapping":
                after = await self._swap(job_id, line)
                return after is not None and after["state"] == "picked"
            if line["state"] != "asked":
                return bool(line["state"] == "picked")
            await Pause(ASKED_AGAIN_SECONDS)


def _parcel_of(thing: dict[str, Any]) -> Parcel:
    """Of a line or a bag."""
    return thing["way"], thing["part"]


def _bay(shelf: str) -> int:
    """The bay of a shelf code such as `C-07-2`; 0 where there is none."""
    parts = shelf.split("-")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
