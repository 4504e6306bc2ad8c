from uuid import uuid4

import pytest

from newretail.kernel.errors import SignInNeeded
from newretail.members import api as members
from newretail.members.models import Address, Member

pytestmark = pytest.mark.django_db


def test_nothing_personal_is_written_after_erasure(mina: Member):
    """A session that another process still remembers for some seconds must not bring the person back."""
    members.erase_member(member_id=mina.id)
    late = [
        lambda: members.change_profile(member_id=mina.id, name="Mina"),
        lambda: members.grant_consent(member_id=mina.id, purpose="terms", version=1),
        lambda: members.save_address(
            member_id=mina.id, address_id=uuid4(), label="", text="home", latitude=0.0, longitude=0.0
        ),
    ]
    for attempt in late:
        with pytest.raises(SignInNeeded):
            attempt()
    assert not Address.objects.exists()
