from newretail.kernel import clock
from newretail.simulation.errors import ClockIsReal


def set_speed(speed: float) -> clock.Reading:
    """Let the simulated clock run at `speed` simulated seconds a second; 0 makes it stand still. Raises ClockIsReal."""
    try:
        clock.set_speed(speed)
    except clock.ClockIsReal:
        raise ClockIsReal() from None
    return clock.reading()
