"""E-mail where no mail server is set: printed, so that a code reaches whoever runs the store."""

import sys
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class PrintedMail(BaseEmailBackend):
    """Writes each message to standard output; its first line begins with the sign that a demo shows at its terminal."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            sys.stdout.write(f"» e-mail to {', '.join(message.to)}: {message.subject}\n{message.body}\n")
        sys.stdout.flush()
        return len(email_messages)
