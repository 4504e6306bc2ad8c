"""Head office reads the money's tables and changes none of them."""

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.test import Client

from newretail.members.models import Member
from newretail.payments import api as payments
from newretail.payments.models import Payment
from tests.alipay_world import World, ask
from tests.stock_room import a_store


@pytest.fixture
def office(world: World) -> Client:
    store = a_store()
    ask(store_id=store, way="code", auth_code=world.code())
    world.take_notices()
    payments.refund(refund_id=Payment.objects.get().id, ref="order:1", store_id=store, amount=1, reason="")
    client = Client()
    client.force_login(
        Member.objects.create_superuser("office@haru.example", "a long password of the office"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_every_table_has_a_desk_that_only_reads(office: Client) -> None:
    for model in apps.get_app_config("payments").get_models():
        if model not in site._registry:
            assert model.__name__ == "Entry", "shown inside its posting"
            continue
        path = f"/admin/payments/{model._meta.model_name}/"
        assert office.get(path).status_code == 200, path
        assert office.get(f"{path}add/").status_code == 403, path
        first = model.objects.first()
        if first is not None:
            page = office.get(f"{path}{first.pk}/change/")
            assert page.status_code == 200, path
            before = list(model.objects.values())
            assert (
                office.post(f"{path}{first.pk}/change/", {"amount": "1", "state": "closed"}).status_code
                == 403
            )
            assert office.post(f"{path}{first.pk}/delete/", {"post": "yes"}).status_code == 403
            assert list(model.objects.values()) == before
