from newretail.kernel.who import Caller


def by(caller: Caller) -> str:
    """Who did it, as the books of stores say it."""
    return f"member:{caller.member_id}"
