"""Days of a place's own calendar."""

from datetime import date, datetime, time, timedelta, tzinfo


def whole_day(day: date, *, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first moment of a day in a zone, and the first after it: 23 or 25 hours later where the clocks are changed."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)
