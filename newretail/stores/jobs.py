"""What stores sweep."""

from newretail.kernel.jobs import duty
from newretail.stores import leave_post


@duty(every_seconds=1800)
def leave_forgotten_posts() -> int:
    """Nobody works for ever: a post that was left without a word ends with the shift."""
    return leave_post.leave_forgotten_posts()
