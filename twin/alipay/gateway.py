"""The gateway put together: its parts, and the ASGI application over them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from twin.alipay import certificates, city_door, openapi, pages, signing
from twin.alipay.bill import Bills
from twin.alipay.book import Book
from twin.alipay.clock import Clock
from twin.alipay.faults import Faults
from twin.alipay.notices import Notices
from twin.alipay.origin_form import OriginForm
from twin.alipay.refusals import Refused
from twin.alipay.till import Till

SELLER_ID = "2088621960000011"
QR_BASE = "https://qr.alipay.example/"
SWEEP_SECONDS = 5.0


class Gateway:
    """All parts of one gateway. `folder` None keeps everything in memory; `key` None makes or finds one."""

    def __init__(
        self,
        *,
        apps: Mapping[str, RSAPublicKey],
        folder: Path | None = None,
        key: RSAPrivateKey | None = None,
        seller_id: str = SELLER_ID,
        public_url: str = "",
        qr_base: str = QR_BASE,
        seed: int = 0,
        retry_scale: float = 1.0,
        answer_seconds: float = 10.0,
        refund_days: int = 365,
        bill_today: bool = False,
    ) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.apps = dict(apps)
        self.key = key or (signing.new_key() if folder is None else signing.keep_key(folder))
        self.certificates = certificates.certify(self.key, self.apps)
        if folder is not None:
            self.certificates.write(folder)
        self.public_url = public_url.rstrip("/")
        self.qr_base = qr_base
        self.clock = Clock()
        self.faults = Faults()
        self.book = Book(None if folder is None else folder / "alipay.sqlite")
        self.notices = Notices(
            book=self.book,
            clock=self.clock,
            faults=self.faults,
            key=self.key,
            retry_scale=retry_scale,
            answer_seconds=answer_seconds,
        )
        with self.book.transaction():
            self.till = Till(
                book=self.book,
                clock=self.clock,
                notices=self.notices,
                seller_id=seller_id,
                seed=seed,
                refund_days=refund_days,
            )
        self.bills = Bills(
            book=self.book,
            clock=self.clock,
            public_url=lambda: self.public_url,
            seller_id=seller_id,
            open_days=bill_today,
        )

    @property
    def prefix(self) -> str:
        """The path under which people reach the pages, "" unless a proxy stands in front."""
        return urlsplit(self.public_url).path.rstrip("/")

    def app(self) -> Starlette:
        """The ASGI application; its life begins and ends the sending of notices."""
        routes = [
            Route("/gateway.do", openapi.answer, methods=["GET", "POST"]),
            Route("/downloadBill.zip", download_bill),
            Route("/health", health),
            *city_door.ROUTES,
            *pages.ROUTES,
        ]
        app = Starlette(routes=routes, middleware=[Middleware(OriginForm)], lifespan=_lifespan)
        app.state.gateway = self
        return app


async def download_bill(http: Request) -> Response:
    """The zip of a bill."""
    gateway: Gateway = http.app.state.gateway
    query = http.query_params
    try:
        packed = gateway.bills.open(
            app_id=query.get("app_id", ""), date=query.get("bill_date", ""), token=query.get("token", "")
        )
    except Refused as refused:
        return PlainTextResponse(refused.payload()["sub_msg"], status_code=403)
    return Response(packed, media_type="application/zip")


async def health(http: Request) -> Response:
    """Whether the gateway and its book answer."""
    gateway: Gateway = http.app.state.gateway
    gateway.book.one("SELECT 1")
    return PlainTextResponse("ok\n")


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    gateway: Gateway = app.state.gateway
    tasks = [asyncio.create_task(gateway.notices.keep_sending()), asyncio.create_task(_keep_closing(gateway))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await gateway.notices.close()
        gateway.book.close()


async def _keep_closing(gateway: Gateway) -> None:
    """Close what nobody pays. By hand (a manual clock) this happens as the clock is moved."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        if gateway.clock.mode != "manual":
            with gateway.book.transaction():
                gateway.till.close_expired()
