"""Text messages: to the operator's gateway, or printed where there is none (a demo shows lines that begin with »)."""

import logging
import sys

import httpx
from django.conf import settings

_TIMEOUT_SECONDS = 5
log = logging.getLogger(__name__)


def send_sms(*, to: str, text: str) -> None:
    """Send one message. Raises httpx.HTTPError when the gateway does not take it."""
    if not settings.SMS_GATEWAY and settings.SECURE:
        log.warning("no gateway for text messages is set (NEWRETAIL_SMS_GATEWAY): a message was not sent")
        return
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
