"""What members do when something has happened."""

from newretail.kernel.events import subscribe
from newretail.members import erase_member
from newretail.members.events import MemberErased


@subscribe(MemberErased, name="members.end_sessions")
def end_sessions(event: MemberErased) -> None:
    erase_member.end_sessions(member_id=event.member_id)
