from typing import Any

import pytest

from newretail.catalog import api, queries
from newretail.catalog.models import Product, Sku
from newretail.kernel import languages, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def goods() -> None:
    for code, picture in {"HR-1": "milk", "HR-2": ""}.items():
        product = Product.objects.create(
            code=code,
            names={"en": f"Milk {code}", "ko": f"우유 {code}", "zh": f"牛奶 {code}"},
            picture=picture,
        )
        Sku.objects.create(code=code, product=product)


def test_faces_speak_the_reader_s_language_and_always_have_a_picture() -> None:
    known = queries.sku_cards(["HR-1", "HR-2"])
    for language in languages.IN_CODE:
        with text.speaking(language):
            shown = api.faces(["HR-1", "HR-2"])
            assert {code: face.name for code, face in shown.items()} == {
                code: card.names.say(language) for code, card in known.items()
            }
    assert all(face.picture.startswith(("/", "https://")) and face.unit for face in shown.values())


def test_any_number_of_faces_comes_in_one_statement(monkeypatch: Any) -> None:
    asked: list[Any] = []
    fetch = queries.sql.fetch
    monkeypatch.setattr(queries.sql, "fetch", lambda *said: (asked.append(said), fetch(*said))[1])
    queries.forget_everything()
    assert list(api.faces(["HR-2", "HR-1", "nobody's", "HR-2"])) == ["HR-2", "HR-1"]
    assert len(asked) == 1
