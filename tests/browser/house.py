"""A whole house for browser tests: server, jobs, wallet, the sample chain, a clock that runs; and people who speak to its API."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from twin.stage import Stage, own_store

LATE_MORNING = datetime(2026, 3, 2, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
"""Another day than today, so that a page which looks at the phone's clock instead of the house's is found out."""
PATIENCE_SECONDS = 20.0
MOST_BADGES = 5
"""Of one person, as the house counts."""
CODE_SENT = re.compile(r"[A-Z0-9]{4,12}$|\b[A-Z0-9]{6}\b")

Found = TypeVar("Found")


@dataclass
class Person:
    """Somebody at the house's API, by their token."""

    url: str
    token: str
    language: str = "en"
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(
            base_url=f"{self.url}/api/v1",
            timeout=PATIENCE_SECONDS,
            trust_env=False,
            headers={"Accept-Language": self.language}
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        )

    def get(self, path: str, **query: Any) -> Any:
        return _good(self.http.get(path, params=query))

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return _good(self.ask("POST", path, body, key=key))

    def put(self, path: str, body: Any) -> Any:
        return _good(self.ask("PUT", path, body))

    def patch(self, path: str, body: Any) -> Any:
        return _good(self.ask("PATCH", path, body))

    def delete(self, path: str) -> Any:
        return _good(self.ask("DELETE", path))

    def ask(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """The answer as it is, refused or not."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        content = None if method == "DELETE" else body if body is not None else {}
        return self.http.request(method, path, json=content, headers=headers)


def _good(answer: httpx.Response) -> Any:
    assert answer.is_success, (
        f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    )
    return answer.json() if answer.content else None


@dataclass(frozen=True, slots=True)
class House:
    """A running house. `people`: its instance file."""

    stage: Stage
    people: dict[str, Any]

    @property
    def url(self) -> str:
        return self.stage.url

    @property
    def head_office(self) -> Person:
        return self.staff("head_office", "")

    def staff(self, role: str, store: str, *, number: int = 0, language: str = "en") -> Person:
        """One of the staff who work by their handhelds alone; whoever signs in with a badge is somebody else."""
        return Person(self.url, self._hired(role, store)[number]["token"], language)

    def couriers(self, store: str) -> list[Person]:
        """All couriers of a store."""
        return [Person(self.url, one["token"]) for one in self._hired("courier", store)]

    def _hired(self, role: str, store: str) -> list[dict[str, str]]:
        return [one for one in self.people["staff"] if (one["role"], one["store"]) == (role, store)]

    def badge(self, role: str, store: str, *, language: str, number: int = -1) -> str:
        """A new badge for one of the staff, who reads this language; from the end of the list, where the handhelds do not begin."""
        hired = self._hired(role, store)[number]
        Person(self.url, hired["token"]).patch("/me", {"language": language})
        place = f"/stores/{store or 'lujiazui'}"
        self._make_room(place, hired["member"])
        return str(self.head_office.post(f"{place}/staff/{hired['member']}/badges")["code"])

    def _make_room(self, place: str, member: str) -> None:
        """A person has only so many badges at a time: the oldest goes, whose test is over."""
        theirs = [each for each in self.head_office.get(f"{place}/badges") if each["member_id"] == member]
        if len(theirs) >= MOST_BADGES:
            oldest = min(theirs, key=lambda each: each["issued_at"])
            self.head_office.delete(f"{place}/badges/{oldest['badge_id']}")

    def guest(self, *, language: str = "en") -> Person:
        nobody = Person(self.url, "", language)
        return Person(self.url, nobody.post("/guests", {"language": language})["token"], language)

    def pay(self, qr_code: str) -> None:
        """Somebody with a full wallet scans the QR and pays."""
        wallet = f"w{uuid4().hex[:12]}"
        self.wallet("/wallets", {"wallet": wallet, "balance": "100000.00"})
        self.wallet(f"/wallets/{wallet}/pay", {"qr_code": qr_code})

    def try_to_pay(self, wallet: str, qr_code: str) -> bool:
        """Whether the wallet could pay the QR."""
        path = f"{self.stage.wallet_url}/wallets/{wallet}/pay"
        return httpx.post(path, json={"qr_code": qr_code}, trust_env=False).is_success

    def wallet(self, path: str, body: Any = None, *, method: str = "POST") -> Any:
        """A call to the wallet's side of the gateway."""
        return _good(httpx.request(method, self.stage.wallet_url + path, json=body, trust_env=False))

    def code_sent_to(self, login: str) -> str:
        """The last sign-in code that the house printed for this address: it has no mail server here."""
        assert self.stage.log
        log = self.stage.log

        def look() -> str | None:
            said = log.read_text(errors="replace").rpartition(f"to {login}")[2]
            found = re.findall(r"\b[A-Z0-9]{6}\b|\b\d{4,8}\b|\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", said)
            return found[0] if found else None

        return eventually(look, what=f"a code for {login}")

    def let_pass(self, *, seconds: float) -> None:
        """So much time of the house and of the wallet goes by; what falls due meanwhile is done by the house's worker."""
        office = self.head_office
        begun = datetime.fromisoformat(office.get("/simulation/clock")["now"])
        self.pass_at(600.0)
        try:
            eventually(
                lambda: (
                    (datetime.fromisoformat(office.get("/simulation/clock")["now"]) - begun).total_seconds()
                    >= seconds
                ),
                what="time passing",
                within=PATIENCE_SECONDS + seconds / 600,
            )
        finally:
            self.pass_at(1.0)

    def pass_at(self, speed: float) -> None:
        """The wallet's clock goes with the house's: it refuses what is not of its own time."""
        self.head_office.post("/simulation/speed", {"speed": speed})
        now = self.head_office.get("/simulation/clock")["now"]
        self.wallet("/clock", {"mode": "scaled", "speed": speed, "now": now}, method="PUT")

    def everybody_knows(self, store: str, state: str) -> None:
        """Wait until each process of the server says that the store is in this state: they look again after seconds."""

        def asked_anew() -> bool:
            answers = [
                httpx.get(f"{self.url}/api/v1/stores/{store}", trust_env=False).json() for _ in range(8)
            ]
            return all(answer["state"] == state for answer in answers)

        eventually(asked_anew, what=f"{store} is {state} for everybody")

    def facts(self, store: str) -> list[dict[str, Any]]:
        """Everything that has happened at a store so far, as its manager may read it."""
        manager, found, after, more = self.staff("manager", store), [], 0, True
        while more:
            page = manager.get(f"/live/stores/{store}/events", after=after, limit=200)
            found += page["events"]
            after, more = page["position"], page["more"]
        return found

    def books_balance(self) -> None:
        """Nothing lost, nothing doubled: neither goods nor money."""
        audit = self.head_office.get("/simulation/audit")
        assert audit["differences"] == [] and audit["oversold"] == 0, audit


def eventually(look: Callable[[], Found], *, what: str, within: float = PATIENCE_SECONDS) -> Found:
    """What `look` finds as soon as it is true: between a deed and its effects lies the relay."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {within:.0f} s: {what}"
        time.sleep(0.05)
    return found


@contextmanager
def open_house() -> Iterator[House]:
    """A house of the tests' own, gone afterwards. Its day begins in the late morning and passes at its own pace."""
    with own_store(chain="haru", start=LATE_MORNING, stepped=False, seed=3) as stage:
        house = House(stage, json.loads(stage.staff_file.read_text()))
        house.pass_at(1.0)
        yield house
