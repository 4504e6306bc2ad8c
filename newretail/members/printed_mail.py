"""E-mail where no mail server is set: printed on a machine of one's own, so that a code reaches whoever tries the store there."""

import logging
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)


class PrintedMail(BaseEmailBackend):
    """Writes each message to standard output; its first line begins with the sign that a demo shows at its terminal."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if settings.SECURE:  # people come from outside: what is printed would lie in somebody's logs
            log.warning("no mail server is set (NEWRETAIL_SMTP): a message was not sent")
            return 0
        for message in email_messages:
            sys.stdout.write(f"» e-mail to {', '.join(message.to)}: {message.subject}\n{message.body}\n")
        sys.stdout.flush()
        return len(email_messages)
