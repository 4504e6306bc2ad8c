"""A key is changed without anybody being thrown out: what the old one signed is still read, what is signed anew is signed by the new."""

from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client

from newretail.members.models import Member
from newretail.ordering import leave_store
from newretail.ordering.errors import ExitCodeBad
from newretail.webhooks import rules

OLD, NEW = "an old key " * 6, "a new key " * 6


def turn_keys(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]


@pytest.mark.django_db
def test_a_session_lives_through_a_change_of_keys(settings: Any):
    settings.SECRET_KEY = OLD
    member, client = Member.objects.create_user("mina@haru.example"), Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    turn_keys(settings)
    assert client.get("/api/v1/me").json()["id"] == str(member.id)


def test_what_is_signed_anew_is_signed_by_the_new_key(settings: Any):
    settings.SECRET_KEY = OLD
    old = signing.dumps("word")
    turn_keys(settings)
    new = signing.dumps("word")
    assert signing.loads(old) == signing.loads(new) == "word"
    assert signing.loads(new, key=NEW, fallback_keys=[]) == "word"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        signing.loads(old)


def test_an_exit_code_is_good_under_either_key_until_the_old_one_goes(settings: Any):
    order_id, store = uuid4(), "lujiazui"
    body = leave_store.base64.b32encode(order_id.bytes).decode().rstrip("=")
    old = leave_store._signature(order_id, store, key=OLD.encode())
    turn_keys(settings)
    new = leave_store._signature(order_id, store, key=leave_store.signing_key())
    assert old != new
    codes = [f"{leave_store._PREFIX}.{body}.{signature}" for signature in (old, new)]
    assert [leave_store._order_id(code, store) for code in codes] == [order_id] * 2
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ExitCodeBad):
        leave_store._order_id(codes[0], store)


def test_a_message_carries_the_signatures_of_both_keys(settings: Any):
    from types import SimpleNamespace

    from newretail.webhooks.send_deliveries import secrets_of

    turn_keys(settings)
    endpoint = uuid4()
    row = SimpleNamespace(endpoint_id=endpoint, turn=1, turned_at=None)
    assert secrets_of(row) == [rules.secret(key=key, endpoint_id=endpoint, turn=1) for key in (NEW, OLD)]
