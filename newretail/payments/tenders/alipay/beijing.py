"""Every time on Alipay's wire is a wall clock in Beijing."""

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
FORM = "%Y-%m-%d %H:%M:%S"


def wire_time(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime(FORM)


def read_time(text: str) -> datetime | None:
    """The moment in UTC; None where the text is empty or no time. Fractions of a second are dropped."""
    try:
        return datetime.strptime(text.strip()[:19], FORM).replace(tzinfo=BEIJING).astimezone(UTC)
    except ValueError:
        return None
