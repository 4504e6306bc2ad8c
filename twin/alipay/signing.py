"""RSA2, the signature of the Alipay Open API: SHA-256 with RSA, PKCS #1 v1.5, in base64.

Source: https://opendocs.alipay.com/common/02mse7 (requests) and 02mse3 (responses and notices).
"""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY_BITS = 3072


def sign_request(fields: Mapping[str, str], *, key: rsa.RSAPrivateKey) -> dict[str, str]:
    """`fields` with their `sign`. In a request the signature covers `sign_type` too."""
    return {**fields, "sign": sign(signing_text(fields), key=key)}


def sign_notice(fields: Mapping[str, str], *, key: rsa.RSAPrivateKey) -> dict[str, str]:
    """`fields` with their `sign`. In a notice the signature leaves `sign_type` out."""
    return {**fields, "sign": sign(signing_text(fields, without=("sign", "sign_type")), key=key)}


def request_verifies(fields: Mapping[str, str], *, key: rsa.RSAPublicKey, codec: str = "utf-8") -> bool:
    """Whether `fields["sign"]` is the signature of a request by the owner of `key`, over its bytes in `codec`."""
    return verifies(signing_text(fields), signature=fields.get("sign", ""), key=key, codec=codec)


def notice_verifies(fields: Mapping[str, str], *, key: rsa.RSAPublicKey) -> bool:
    """Whether `fields["sign"]` is the signature of a notice by the owner of `key`."""
    text = signing_text(fields, without=("sign", "sign_type"))
    return verifies(text, signature=fields.get("sign", ""), key=key)


def signing_text(fields: Mapping[str, str], *, without: tuple[str, ...] = ("sign",)) -> str:
    """The text that is signed: `name=value` in the order of the names, joined by `&`, empty values left out."""
    kept = sorted((name, value) for name, value in fields.items() if name not in without and value != "")
    return "&".join(f"{name}={value}" for name, value in kept)


def sign(text: str, *, key: rsa.RSAPrivateKey) -> str:
    """The base64 signature of `text` in UTF-8."""
    return sign_bytes(text.encode(), key=key)


def sign_bytes(said: bytes, *, key: rsa.RSAPrivateKey) -> str:
    return base64.b64encode(key.sign(said, padding.PKCS1v15(), hashes.SHA256())).decode()


def verifies(text: str, *, signature: str, key: rsa.RSAPublicKey, codec: str = "utf-8") -> bool:
    """Whether `signature` (base64) is that of `text`; False for anything malformed."""
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, text.encode(codec), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def new_key() -> rsa.RSAPrivateKey:
    """A fresh key pair, of 128 bits of strength (NIST SP 800-57)."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def private_pem(key: rsa.RSAPrivateKey) -> bytes:
    """The private key as an unencrypted PKCS #8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_pem(key: rsa.RSAPrivateKey | rsa.RSAPublicKey) -> bytes:
    """The public key as a PEM."""
    public = key.public_key() if isinstance(key, rsa.RSAPrivateKey) else key
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def read_private_key(pem: bytes) -> rsa.RSAPrivateKey:
    """An RSA private key from a PEM. Raises ValueError for anything else."""
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("not an RSA private key")
    return key


def read_public_key(pem: bytes) -> rsa.RSAPublicKey:
    """An RSA public key from a PEM, or from the bare base64 that Alipay's console shows. Raises ValueError."""
    if pem.lstrip().startswith(b"-----BEGIN"):
        key = serialization.load_pem_public_key(pem)
    else:
        key = serialization.load_der_public_key(base64.b64decode(pem))
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("not an RSA public key")
    return key


def keep_key(folder: Path) -> rsa.RSAPrivateKey:
    """The gateway's own key pair in `folder`, made on first use: alipay_private.pem and alipay_public.pem."""
    private_file = folder / "alipay_private.pem"
    if not private_file.exists():
        private_file.touch(mode=0o600)
        private_file.write_bytes(private_pem(new_key()))
    key = read_private_key(private_file.read_bytes())
    (folder / "alipay_public.pem").write_bytes(public_pem(key))
    return key
