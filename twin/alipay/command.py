"""`python -m twin alipay`: the gateway in the foreground."""

import argparse
import sys
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from twin.alipay import signing
from twin.alipay.clock import Clock, ClockError
from twin.alipay.gateway import QR_BASE, SELLER_ID, Gateway
from twin.alipay.running import listen, run_in_foreground


def main(argv: list[str]) -> int:
    """Serve until told to stop. Returns 0 after a clean end, 2 for options that cannot be served."""
    options = _parser().parse_args(argv)
    try:
        apps = dict(_app(text) for text in options.app)
        listener = listen(host=options.host, port=options.port)
        address = f"http://{options.host}:{listener.getsockname()[1]}"
        gateway = Gateway(
            apps=apps,
            folder=options.folder,
            seller_id=options.seller,
            public_url=options.public_url or address,
            qr_base=options.qr_base or f"{options.public_url or address}/qr/",
            seed=options.seed,
            retry_scale=options.retry_scale,
            bill_today=options.bill_today,
        )
        set_clock(gateway.clock, options.clock)
    except (OSError, ValueError, httpx.HTTPError) as error:
        print(f"twin alipay: {error}", file=sys.stderr)
        return 2
    run_in_foreground(gateway, listener=listener, greeting=f"alipay gateway ready at {address}")
    return 0


def set_clock(clock: Clock, wish: str) -> None:
    """Set the clock as `--clock` says: none, an ISO time, SPEED@ISO time, or a URL that tells like GET /clock does."""
    if wish in ("none", "system"):
        return
    if wish.startswith(("http://", "https://")):
        told = httpx.get(wish, timeout=5, trust_env=False).raise_for_status().json()
        if not isinstance(told, dict):
            raise ClockError(f"{wish} does not tell the time")
        clock.apply({name: told[name] for name in ("mode", "now", "speed") if name in told})
    elif "@" in wish:
        speed, now = wish.split("@", 1)
        clock.apply({"mode": "scaled", "speed": float(speed), "now": now})
    else:
        clock.apply({"now": wish})


def _app(text: str) -> tuple[str, RSAPublicKey]:
    app_id, _, file = text.partition("=")
    if not app_id or not file:
        raise ValueError(f"--app is APP_ID=PUBLIC_KEY_FILE, not {text!r}")
    return app_id, signing.read_public_key(Path(file).read_bytes())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m twin alipay", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--folder", type=Path, help="for its keys and its book; without it all is in memory")
    parser.add_argument(
        "--app",
        action="append",
        required=True,
        metavar="APP_ID=FILE",
        help="a merchant's app and its public key (PEM); may be given again",
    )
    parser.add_argument("--seller", default=SELLER_ID, help="the merchant's own Alipay number")
    parser.add_argument("--public-url", default="", help="how people and merchants reach this gateway")
    parser.add_argument(
        "--qr-base",
        default=QR_BASE,
        help='what QR codes begin with; "" makes them open the local page (default: %(default)s)',
    )
    parser.add_argument(
        "--clock",
        default="none",
        help="none, an ISO time (by hand), SPEED@ISO (scaled), or a URL that answers like GET /clock",
    )
    parser.add_argument("--seed", type=int, default=0, help="for QR and payment codes")
    parser.add_argument(
        "--retry-scale",
        type=float,
        default=1.0,
        help="notices are tried again after 4, 10, 10, 60, ... minutes times this",
    )
    parser.add_argument(
        "--bill-today", action="store_true", help="the bill of an unfinished day can be fetched too"
    )
    return parser
