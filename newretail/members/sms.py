"""Text messages: to the operator's gateway, or printed where there is none (a demo shows lines that begin with »)."""

import sys

import httpx
from django.conf import settings

_TIMEOUT_SECONDS = 5


def send_sms(*, to: str, text: str) -> None:
    """Send one message. Raises httpx.HTTPError when the gateway does not take it."""
    if not settings.SMS_GATEWAY:
        sys.stdout.write(f"» text message to {to}: {text}\n")
        sys.stdout.flush()
        return
    answer = httpx.post(
        settings.SMS_GATEWAY,
        json={"to": to, "text": text},
        headers={"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
        timeout=_TIMEOUT_SECONDS,
    )
    answer.raise_for_status()
