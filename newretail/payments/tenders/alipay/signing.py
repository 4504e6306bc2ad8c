"""RSA2: SHA-256 with RSA, PKCS #1 v1.5, base64 (Alipay Open Platform, "signing of requests and notices")."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SMALLEST_KEY_BITS = 2048
_RSA = "1.2.840.113549.1.1."
"""How the algorithms of certificates that are signed with RSA are numbered; those of others do not count."""


class BadKey(ValueError):
    """A key that is no RSA key of at least 2048 bits."""


def content(
    fields: Mapping[str, str], *, without: frozenset[str], codec: str = "utf-8", with_empty: bool = False
) -> bytes:
    """What is signed: `key=value` joined by `&`, keys in byte order, empty values left out unless `with_empty`."""
    kept = sorted(
        (key, value) for key, value in fields.items() if (value or with_empty) and key not in without
    )
    return "&".join(f"{key}={value}" for key, value in kept).encode(codec)


def sign(signed: bytes, *, private_key: str) -> str:
    """The signature in base64. `private_key`: PEM, or Alipay's bare base64 of PKCS #8 or PKCS #1."""
    signature = _private(private_key).sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signature).decode()


def verifies(signed: bytes, *, signature: str, public_key: str) -> bool:
    """Whether `signature` is of exactly these bytes. Anything that is no signature is simply not one."""
    try:
        raw = base64.b64decode(signature, validate=True)
        _public(public_key).verify(raw, signed, padding.PKCS1v15(), hashes.SHA256())
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True


@lru_cache(maxsize=8)
def _private(text: str) -> rsa.RSAPrivateKey:
    data, armoured = _armour_or_der(text)
    load = serialization.load_pem_private_key if armoured else serialization.load_der_private_key
    try:
        key = load(data, password=None)
    except (ValueError, TypeError) as error:
        raise BadKey("the private key cannot be read") from error
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < SMALLEST_KEY_BITS:
        raise BadKey(f"the private key is not RSA of {SMALLEST_KEY_BITS} bits or more")
    return key


def certificate_number(pem: str) -> str:
    """The number by which Alipay knows a certificate: MD5 of its issuer's name and its serial number. Raises BadKey."""
    return _number(_certificates(pem)[0])


def root_number(pem: str) -> str:
    """The number of a root file: those of its RSA certificates, joined by `_`. Raises BadKey."""
    signed_with_rsa = [
        each for each in _certificates(pem) if each.signature_algorithm_oid.dotted_string.startswith(_RSA)
    ]
    return "_".join(_number(each) for each in signed_with_rsa)


def _certificates(pem: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise BadKey("a certificate cannot be read") from error


def _number(certificate: x509.Certificate) -> str:
    said = certificate.issuer.rfc4514_string() + str(certificate.serial_number)
    return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()


@lru_cache(maxsize=8)
def _public(text: str) -> rsa.RSAPublicKey:
    """Alipay's key, or that of its certificate."""
    data, armoured = _armour_or_der(text)
    load = serialization.load_pem_public_key if armoured else serialization.load_der_public_key
    try:
        key = _certificates(text)[0].public_key() if "-----BEGIN CERTIFICATE" in text else load(data)
    except (ValueError, TypeError) as error:
        raise BadKey("Alipay's public key cannot be read") from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < SMALLEST_KEY_BITS:
        raise BadKey(f"Alipay's public key is not RSA of {SMALLEST_KEY_BITS} bits or more")
    return key


def _armour_or_der(text: str) -> tuple[bytes, bool]:
    if "-----BEGIN" in text:
        return text.encode("ascii"), True
    return base64.b64decode("".join(text.split())), False
