"""RSA2: SHA-256 with RSA, PKCS #1 v1.5, base64 (Alipay Open Platform, "signing of requests and notices")."""

import base64
import binascii
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SMALLEST_KEY_BITS = 2048


class BadKey(ValueError):
    """A key that is no RSA key of at least 2048 bits."""


def content(fields: Mapping[str, str], *, without: frozenset[str]) -> bytes:
    """What is signed: `key=value` joined by `&`, keys in byte order, empty values left out."""
    kept = sorted((key, value) for key, value in fields.items() if value and key not in without)
    return "&".join(f"{key}={value}" for key, value in kept).encode()


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


@lru_cache(maxsize=8)
def _public(text: str) -> rsa.RSAPublicKey:
    data, armoured = _armour_or_der(text)
    load = serialization.load_pem_public_key if armoured else serialization.load_der_public_key
    try:
        key = load(data)
    except (ValueError, TypeError) as error:
        raise BadKey("Alipay's public key cannot be read") from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < SMALLEST_KEY_BITS:
        raise BadKey(f"Alipay's public key is not RSA of {SMALLEST_KEY_BITS} bits or more")
    return key


def _armour_or_der(text: str) -> tuple[bytes, bool]:
    if "-----BEGIN" in text:
        return text.encode("ascii"), True
    return base64.b64decode("".join(text.split())), False
