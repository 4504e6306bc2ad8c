"""Which Alipay account this installation sells under. Everything comes from the environment; without it Alipay is not offered."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from newretail.payments.tenders.alipay import signing

PREFIX = "NEWRETAIL_ALIPAY_"
NAMES = ("GATEWAY", "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "SELLER_ID", "NOTIFY_URL")
CERTIFICATES = ("APP_CERT", "ROOT_CERT")
"""Certificate mode, for an app that is set up for it: both, and then PUBLIC_KEY is Alipay's certificate."""


class AlipayIncomplete(RuntimeError):
    """Some of the NEWRETAIL_ALIPAY_ variables are set and others are not, or a key file cannot be read."""


@dataclass(frozen=True, slots=True)
class AlipayConfiguration:
    """An app at Alipay's Open Platform. `private_key` is ours, `public_key` is Alipay's: texts, PEM or bare base64.

    The numbers of certificates are empty where keys were exchanged instead: ours, the root's, Alipay's own.
    """

    gateway_url: str
    app_id: str
    private_key: str
    public_key: str
    seller_id: str
    notify_url: str
    app_cert_sn: str = ""
    root_cert_sn: str = ""
    alipay_cert_sn: str = ""

    def __repr__(self) -> str:
        return f"AlipayConfiguration(gateway_url={self.gateway_url!r}, app_id={self.app_id!r})"


def alipay() -> AlipayConfiguration | None:
    """The configured account, or None where none of the variables is set. Raises AlipayIncomplete."""
    return _read(
        tuple(os.environ.get(PREFIX + name, "") for name in NAMES),
        tuple(os.environ.get(PREFIX + name, "") for name in CERTIFICATES),
    )


@lru_cache(maxsize=8)
def _read(values: tuple[str, ...], certificates: tuple[str, ...]) -> AlipayConfiguration | None:
    if not any(values):
        return None
    if any(certificates) and not all(certificates):
        raise AlipayIncomplete(
            f"certificate mode needs both {' and '.join(PREFIX + name for name in CERTIFICATES)}"
        )
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
        **_numbers(*certificates, alipay=public_key),
    )


def _numbers(app: str, root: str, *, alipay: str) -> dict[str, str]:
    if not app:
        return {}
    try:
        return {
            "app_cert_sn": signing.certificate_number(_key(app)),
            "root_cert_sn": signing.root_number(_key(root)),
            "alipay_cert_sn": signing.certificate_number(_key(alipay)),
        }
    except signing.BadKey as error:
        raise AlipayIncomplete(
            f"{error}: in certificate mode {PREFIX}PUBLIC_KEY is Alipay's certificate"
        ) from error


def _key(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AlipayIncomplete(f"the key file {path} cannot be read: {error}") from error
