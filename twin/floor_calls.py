"""What the handhelds of the store's staff ask of it."""

from typing import Any

from twin.calls import Call

CALLED_OFF = frozenset({"work_cancelled", "pick_job_not_found", "parcel_not_found", "bag_not_found"})
"""An order may be called off under anybody's hands."""


class Handheld:
    """One member of staff's phone at one store."""

    def __init__(self, *, store_id: str, token: str) -> None:
        self._store = f"/stores/{store_id}"
        self._token = token

    def get(self, what: str, path: str) -> Call:
        """Look something up."""
        return Call(what=what, method="GET", path=self._store + path, token=self._token)

    def post(
        self, what: str, path: str, body: Any = None, *, key: str = "", may: frozenset[str] = frozenset()
    ) -> Call:
        """Do something."""
        return Call(
            what=what,
            method="POST",
            path=self._store + path,
            token=self._token,
            body=body or {},
            key=key,
            may=may,
        )

    # --- picking ---

    def open_jobs(self) -> Call:
        """Pick jobs that nobody has taken, the most urgent first."""
        return self.get("list pick jobs", "/pick-jobs?state=open&limit=200")

    def start_job(self, job_id: str) -> Call:
        """Take a job."""
        gone = frozenset({"pick_job_taken", "already_finished"})
        return self.post("start job", f"/pick-jobs/{job_id}/start", may=CALLED_OFF | gone)

    def my_job(self) -> Call:
        """The job in hand, if there is one from an earlier life."""
        return self.get("my job", "/pick-jobs?mine=true&state=started&limit=1")

    def show_job(self, job_id: str) -> Call:
        """The job with its lines."""
        return self.get("show job", f"/pick-jobs/{job_id}")

    def open_bag(self, job_id: str, *, tag: str, parcel: tuple[str, str], key: str) -> Call:
        """A new bag for a parcel, named by its way out and its part."""
        way, part = parcel
        bag = {"tag": tag, "way": way, "part": part}
        return self.post("open bag", f"/pick-jobs/{job_id}/bags", bag, key=key, may=CALLED_OFF)

    def pick(self, job_id: str, scan: dict[str, Any], *, key: str, may: frozenset[str] = frozenset()) -> Call:
        """Scan something into the bag."""
        return self.post("pick", f"/pick-jobs/{job_id}/picks", scan, key=key, may=CALLED_OFF | may)

    def missing(self, job_id: str, *, line: str, cause: str, key: str) -> Call:
        """Report the rest of a line missing."""
        body = {"line": line, "cause": cause}
        return self.post(
            "missing", f"/pick-jobs/{job_id}/missing", body, key=key, may=CALLED_OFF | {"nothing_missing"}
        )

    def substitutes(self, job_id: str, *, line: str) -> Call:
        """What may replace a line."""
        return self.get("substitutes", f"/pick-jobs/{job_id}/lines/{line}/substitutes")

    def no_substitute(self, job_id: str, *, line: str, key: str) -> Call:
        """Nothing replaces the line."""
        may = CALLED_OFF | {"nothing_missing"}
        return self.post(
            "no substitute", f"/pick-jobs/{job_id}/no-substitute", {"line": line}, key=key, may=may
        )

    def finish_job(self, job_id: str, *, key: str) -> Call:
        """Done with the zone."""
        return self.post(
            "finish job", f"/pick-jobs/{job_id}/finish", key=key, may=CALLED_OFF | {"already_finished"}
        )

    def lots(self, sku_id: str) -> Call:
        """The lots of a product, the next to go first."""
        return self.get("lots", f"/lots?sku={sku_id}&limit=1")

    # --- bags and parcels ---

    def onto_conveyor(self, tag: str, *, entry: str | None) -> Call:
        """Hang a bag onto the conveyor."""
        return self.post(
            "onto conveyor", f"/bags/{tag}/conveyor", {"entry": entry}, may=CALLED_OFF | {"bag_needed"}
        )

    def arrive(self, tag: str, *, station: str | None) -> Call:
        """A bag comes off the conveyor."""
        return self.post("bag arrives", f"/bags/{tag}/arrival", {"station": station}, may=CALLED_OFF)

    def parcels(self, *, state: str, number: str = "") -> Call:
        """Parcels in one state, the most urgent first."""
        of = f"&number={number}" if number else ""
        return self.get("list parcels", f"/parcels?state={state}&limit=200{of}")

    def pack(self, parcel_id: str, *, bags: list[str], key: str) -> Call:
        """All bags are here."""
        may = CALLED_OFF | {"already_finished"}
        return self.post("pack", f"/parcels/{parcel_id}/pack", {"bags": bags}, key=key, may=may)

    def shelve(self, parcel_id: str, *, shelf: str, key: str) -> Call:
        """Onto the pickup shelf."""
        may = CALLED_OFF | {"already_finished", "parcel_not_ready"}
        return self.post("shelve", f"/parcels/{parcel_id}/shelve", {"shelf": shelf}, key=key, may=may)

    def collect(self, parcel_id: str, *, code: str) -> Call:
        """The shopper shows the pickup code."""
        return self.post("collect", f"/parcels/{parcel_id}/collect", {"code": code}, may=CALLED_OFF)

    def receive_back(self, parcel_id: str, *, bags: list[str], again: bool, key: str) -> Call:
        """A failed delivery is in the store again."""
        body = {"bags": bags, "again": again}
        return self.post("receive back", f"/parcels/{parcel_id}/receive-back", body, key=key, may=CALLED_OFF)

    def put_backs(self) -> Call:
        """Goods that wait to go back to their shelves."""
        return self.get("list put-backs", "/put-backs?limit=200")

    def put_back(self, number: int, *, fit_for_sale: bool, key: str) -> Call:
        """Goods are on their shelf again, or thrown away."""
        body = {"fit_for_sale": fit_for_sale}
        return self.post(
            "put back", f"/put-backs/{number}/done", body, key=key, may=frozenset({"already_finished"})
        )

    # --- riding ---

    def on_duty(self, *, latitude: float, longitude: float) -> Call:
        """A courier comes to work."""
        body = {"on_duty": True, "latitude": latitude, "longitude": longitude}
        return self.post("on duty", "/couriers/me/duty", body)

    def position(self, *, latitude: float, longitude: float) -> Call:
        """Where the courier is."""
        body = {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}
        return self.post("position", "/couriers/me/position", body)

    def my_trips(self) -> Call:
        """The courier's trip, if there is one."""
        return self.get("my trips", "/trips/mine")

    def pick_up(self, trip_id: str, *, bags: list[str], key: str) -> Call:
        """All bags scanned, leaving now."""
        may = CALLED_OFF | {"trip_not_found", "trip_not_ready", "bags_missing", "wrong_bag", "not_packed_yet"}
        return self.post("pick up trip", f"/trips/{trip_id}/pick-up", {"bags": bags}, key=key, may=may)

    def leave_behind(self, trip_id: str, *, parcel_id: str) -> Call:
        """Not ready: going without it."""
        may = CALLED_OFF | {"trip_not_found", "trip_not_ready", "parcel_not_ready"}
        return self.post("leave behind", f"/trips/{trip_id}/leave-behind", {"parcel_id": parcel_id}, may=may)

    def at_door(self, trip_id: str, *, parcel_id: str) -> Call:
        """The courier stands at the door."""
        may = CALLED_OFF | {"already_finished"}
        return self.post("at the door", f"/trips/{trip_id}/arrive", {"parcel_id": parcel_id}, may=may)

    def send_photo(self, photo: bytes) -> Call:
        """A picture of the parcel at the door."""
        return Call(what="send photo", method="POST", path="/photos", token=self._token, photo=photo)

    def deliver(self, trip_id: str, proof: dict[str, str]) -> Call:
        """The shopper has it."""
        return self.post("deliver", f"/trips/{trip_id}/deliver", proof, may=CALLED_OFF | {"already_finished"})

    def fail(self, trip_id: str, *, parcel_id: str, cause: str) -> Call:
        """It could not be delivered."""
        body = {"parcel_id": parcel_id, "cause": cause}
        return self.post("fail stop", f"/trips/{trip_id}/fail", body, may=CALLED_OFF | {"already_finished"})

    # --- the counter and the back door ---

    def show_order(self, order_id: str) -> Call:
        """An order as the cashier sees it."""
        return self.get("show order at counter", f"/orders/{order_id}")

    def cancel(self, order_id: str, *, reason: str, key: str) -> Call:
        """The manager calls an order off."""
        may = frozenset({"not_cancellable", "too_late_to_cancel"})
        return self.post(
            "cancel by manager", f"/orders/{order_id}/cancel", {"reason": reason}, key=key, may=may
        )

    def refund(self, order_id: str, *, refund_id: str, lines: list[dict[str, Any]], reason: str) -> Call:
        """Give money back for lines."""
        body = {"refund_id": refund_id, "lines": lines, "reason": reason}
        return self.post(
            "refund", f"/orders/{order_id}/refunds", body, key=refund_id, may=frozenset({"not_refundable"})
        )

    def take_at_counter(self, order_id: str, *, payment_id: str, tender: str, typed: dict[str, str]) -> Call:
        """The order is paid at the counter."""
        return self.post(
            "pay at counter",
            f"/orders/{order_id}/payments",
            {"payment_id": payment_id, "tender": tender, "typed": typed},
            key=payment_id,
            may=frozenset({"not_payable"}),
        )

    def scan_wallet(self, order_id: str, *, payment_id: str, tender: str, auth_code: str) -> Call:
        """The shopper's wallet is scanned at the till."""
        body = {"payment_id": payment_id, "tender": tender, "auth_code": auth_code}
        return self.post(
            "scan wallet", f"/orders/{order_id}/wallet-scans", body, may=frozenset({"not_payable"})
        )

    def refunds(self, *, state: str) -> Call:
        """Money that is to be given back."""
        return self.get("list refunds", f"/refunds?state={state}&limit=200")

    def hand_out(self, refund_id: str, *, typed: dict[str, str], key: str) -> Call:
        """Money given back by hand."""
        return self.post("hand out refund", f"/refunds/{refund_id}/hand-outs", {"typed": typed}, key=key)

    def check_exit(self, code: str, *, key: str) -> Call:
        """Read the code at the door."""
        return self.post("check exit", "/exits", {"code": code}, key=key)

    def audit_exit(self, order_id: str, *, counted: list[dict[str, Any]], key: str) -> Call:
        """What is really in the basket."""
        return self.post("audit exit", f"/exits/{order_id}/audit", {"counted": counted}, key=key)

    def stock(self, *, after: str) -> Call:
        """What the store has, a page."""
        return self.get("list stock", f"/stock?limit=200{f'&after={after}' if after else ''}")

    def receive(self, *, ref: str, lines: list[dict[str, Any]], key: str) -> Call:
        """Goods come in."""
        return self.post("receive goods", "/receipts", {"ref": ref, "lines": lines}, key=key)
