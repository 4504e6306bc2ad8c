"""Certificate mode: who signs is told by the number of a certificate instead of by a key that was uploaded.

The gateway is its own authority here: it certifies itself and each merchant's key, as Alipay's console does. Source of the numbers:
https://opendocs.alipay.com/common/056zub (`app_cert_sn`, `alipay_cert_sn`, `alipay_root_cert_sn`).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509.oid import NameOID

VALID_FROM, VALID_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
ROOT_NAME = "Simulated Alipay Root R1"
ALIPAY_FILE, ROOT_FILE = "alipayCertPublicKey_RSA2.crt", "alipayRootCert.crt"


@dataclass(frozen=True)
class Certificates:
    """PEMs: the root, the gateway's own, and one for each app."""

    root: bytes
    alipay: bytes
    apps: Mapping[str, bytes]

    @property
    def root_sn(self) -> str:
        return number(self.root)

    @property
    def alipay_sn(self) -> str:
        return number(self.alipay)

    def app_sn(self, app_id: str) -> str:
        return number(self.apps[app_id])

    def write(self, folder: Path) -> None:
        """Lay the files down under the names that Alipay's console gives them."""
        (folder / ROOT_FILE).write_bytes(self.root)
        (folder / ALIPAY_FILE).write_bytes(self.alipay)
        for app_id, pem in self.apps.items():
            (folder / f"appCertPublicKey_{app_id}.crt").write_bytes(pem)


def certify(key: RSAPrivateKey, apps: Mapping[str, RSAPublicKey]) -> Certificates:
    """Certificates for the gateway's `key` and for the merchants' keys, the same at every start."""
    return Certificates(
        root=_issued(ROOT_NAME, key.public_key(), by=key, serial=1),
        alipay=_issued("Simulated Alipay", key.public_key(), by=key, serial=2),
        apps={
            app_id: _issued(app_id, public, by=key, serial=1000 + place)
            for place, (app_id, public) in enumerate(sorted(apps.items()))
        },
    )


def number(pem: bytes) -> str:
    """The number of a certificate: MD5 of its issuer's name and its serial number."""
    certificate = x509.load_pem_x509_certificate(pem)
    said = certificate.issuer.rfc4514_string() + str(certificate.serial_number)
    return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()


def _issued(name: str, public: RSAPublicKey, *, by: RSAPrivateKey, serial: int) -> bytes:
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(ROOT_NAME))
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .sign(by, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Simulated"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Certification Authority"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
