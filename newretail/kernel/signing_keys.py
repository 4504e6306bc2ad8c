"""The keys that this house signs with: the new one signs, older ones are still believed until they are taken away.

`NEWRETAIL_SECRET_KEY` is the one, `NEWRETAIL_SECRET_KEY_FALLBACKS` the others. SECURITY.md says how a key is changed.
"""

from django.conf import settings


def signing_key() -> bytes:
    """What is signed now is signed by this."""
    return str(settings.SECRET_KEY).encode()


def believed_keys() -> list[bytes]:
    """All by which something may have been signed that is still good, the newest first."""
    return [signing_key(), *(str(key).encode() for key in settings.SECRET_KEY_FALLBACKS)]
