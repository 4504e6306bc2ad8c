"""The demo's shop at the loopback gateway: its app, its keys, and how the store is told about them."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from newretail.embedded.cluster import write_private

APP_ID = "2021000196000001"
SELLER_ID = "2088621960000011"
KEY_BITS = 3072
NOTICE_PATH = "/api/v1/payments/notices/alipay"


def merchant_keys(folder: Path) -> tuple[Path, Path]:
    """The shop's own key pair in `folder`, made on first use: (private, public) PEM files."""
    private, public = folder / "merchant_private.pem", folder / "merchant_public.pem"
    if not (private.exists() and public.exists()):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        write_private(
            private,
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ).decode(),
        )
        public.write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
    return private, public


def store_environment(*, folder: Path, gateway_url: str, store_url: str) -> dict[str, str]:
    """What the store's processes need to sell through the gateway that keeps its own keys in `folder`."""
    private, _ = merchant_keys(folder)
    return {
        "NEWRETAIL_ALIPAY_GATEWAY": f"{gateway_url}/gateway.do",
        "NEWRETAIL_ALIPAY_APP_ID": APP_ID,
        "NEWRETAIL_ALIPAY_PRIVATE_KEY": os.fspath(private),
        "NEWRETAIL_ALIPAY_PUBLIC_KEY": os.fspath(folder / "alipay_public.pem"),
        "NEWRETAIL_ALIPAY_SELLER_ID": SELLER_ID,
        "NEWRETAIL_ALIPAY_NOTIFY_URL": f"{store_url}{NOTICE_PATH}",
    }
