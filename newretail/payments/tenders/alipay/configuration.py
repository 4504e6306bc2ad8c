"""Which Alipay account this installation sells under. Everything comes from the environment; without it Alipay is not offered."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PREFIX = "NEWRETAIL_ALIPAY_"
NAMES = ("GATEWAY", "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "SELLER_ID", "NOTIFY_URL")


class AlipayIncomplete(RuntimeError):
    """Some of the NEWRETAIL_ALIPAY_ variables are set and others are not, or a key file cannot be read."""


@dataclass(frozen=True, slots=True)
class AlipayConfiguration:
    """An app at Alipay's Open Platform. `private_key` is ours, `public_key` is Alipay's: texts, PEM or bare base64."""

    gateway_url: str
    app_id: str
    private_key: str
    public_key: str
    seller_id: str
    notify_url: str

    def __repr__(self) -> str:
        return f"AlipayConfiguration(gateway_url={self.gateway_url!r}, app_id={self.app_id!r})"


def alipay() -> AlipayConfiguration | None:
    """The configured account, or None where none of the variables is set. Raises AlipayIncomplete."""
    return _read(tuple(os.environ.get(PREFIX + name, "") for name in NAMES))


@lru_cache(maxsize=8)
def _read(values: tuple[str, ...]) -> AlipayConfiguration | None:
    if not any(values):
        return None
    if missing := [PREFIX + name for name, value in zip(NAMES, values, strict=True) if not value]:
        raise AlipayIncomplete(f"Alipay is configured in part; also set {', '.join(missing)}")
    gateway_url, app_id, private_key, public_key, seller_id, notify_url = values
    return AlipayConfiguration(
        gateway_url=gateway_url,
        app_id=app_id,
        private_key=_key(private_key),
        public_key=_key(public_key),
        seller_id=seller_id,
        notify_url=notify_url,
    )


def _key(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise AlipayIncomplete(f"the key file {path} cannot be read: {error}") from error
