"""What members do when something has happened."""

from newretail.kernel.events import subscribe
from newretail.members.end_sessions import end_every_session
from newretail.members.events import MemberErased


@subscribe(MemberErased, name="members.end_sessions")
def end_sessions(event: MemberErased) -> None:
    end_every_session(member_id=event.member_id)
