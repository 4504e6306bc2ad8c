"""A passkey in software: what a phone or a key does when a page asks it to prove somebody (WebAuthn level 2, ES256)."""

import base64
import hashlib
import json
import os
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from newretail.members.models import Member

HOST = "testserver"
ORIGIN = f"http://{HOST}"
_PRESENT_AND_VERIFIED = 0x01 | 0x04
_WITH_KEY = 0x40


class SoftPasskey:
    """One key pair for one member."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(32)

    def enrol(self) -> Authenticator:
        """The row as it lies in the database after somebody has added this passkey."""
        return Authenticator.objects.create(
            user=self.member,
            type=Authenticator.Type.WEBAUTHN,
            data={
                "name": "phone",
                "passwordless": True,
                "credential": self._credential(self._made(_text(os.urandom(32)))),
            },
        )

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """The credential that adds this passkey: `options` as `navigator.credentials.create` would have them."""
        return self._credential(self._made(options["publicKey"]["challenge"]))

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        """The credential that signs a challenge: `options` as `navigator.credentials.get` would have them."""
        client = _client_data("webauthn.get", options["publicKey"]["challenge"])
        proof = bytes(AuthenticatorData.create(_rp_hash(), _PRESENT_AND_VERIFIED, 1))
        signature = self._key.sign(proof + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": _text(client),
                "authenticatorData": _text(proof),
                "signature": _text(signature),
                "userHandle": _text(str(self.member.pk).encode()),
            }
        )

    def _made(self, challenge: str) -> dict[str, str]:
        public = ES256.from_cryptography_key(self._key.public_key())
        data = AttestedCredentialData.create(bytes(16), self._id, public)
        proof = AuthenticatorData.create(_rp_hash(), _PRESENT_AND_VERIFIED | _WITH_KEY, 0, data)
        return {
            "clientDataJSON": _text(_client_data("webauthn.create", challenge)),
            "attestationObject": _text(bytes(AttestationObject.create("none", proof, {}))),
        }

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = _text(self._id)
        return {
            "id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {},
        }  # fmt: skip


def _client_data(kind: str, challenge: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN}).encode()


def _rp_hash() -> bytes:
    return hashlib.sha256(HOST.encode()).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
