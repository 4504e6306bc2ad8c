"""The words of our own in an event lead to a page that explains them, and programs to the same in their form."""

import pytest
from django.conf import settings
from django.test import Client
from pydantic import TypeAdapter

from newretail.inventory.api import Place
from newretail.stores.api import Way
from newretail.traceability.events_told import ObjectEvent, context
from newretail.traceability.terms import TERMS

pytestmark = pytest.mark.django_db
ADDRESS = "/terms/epcis/"


def test_the_prefix_of_a_document_leads_to_the_page_and_each_word_to_its_own_address():
    [_, prefixes] = context()
    assert isinstance(prefixes, dict) and prefixes == {"newretail": f"{settings.PUBLIC_URL}{ADDRESS}"}
    page = Client().get(ADDRESS)
    assert page.status_code == 200 and page["Content-Type"].startswith("text/html")
    for term in TERMS:
        assert f"newretail:{term.name}" in page.content.decode()
        assert Client().get(ADDRESS + term.name).status_code == 200
    assert Client().get(f"{ADDRESS}nothing").status_code == 404
    assert Client().post(ADDRESS).status_code == 405


def test_every_word_that_an_event_may_carry_is_explained_with_its_values():
    properties = TypeAdapter(ObjectEvent).json_schema(mode="serialization")["properties"]
    used = {name.removeprefix("newretail:") for name in properties if name.startswith("newretail:")}
    assert used == {term.name for term in TERMS}
    by_name = {term.name: term for term in TERMS}
    assert set(by_name["from"].values) == set(by_name["to"].values) == {place.value for place in Place}
    assert set(by_name["way"].values) == {way.value for way in Way}


@pytest.mark.parametrize(
    ("tag", "words"), [("en", "with the shopper"), ("ko", "고객에게 있음"), ("zh", "在顾客手中")]
)
def test_it_is_read_in_three_languages(tag: str, words: str):
    by_browser = Client().get(ADDRESS, headers={"accept-language": tag}).content.decode()
    chosen = Client().get(ADDRESS, {"lang": tag}, headers={"accept-language": "en"}).content.decode()
    assert words in by_browser and words in chosen


def test_a_program_gets_it_as_json_ld_from_any_origin():
    answer = Client().get(f"{ADDRESS}way", headers={"accept": "application/ld+json"})
    assert answer["Content-Type"] == "application/ld+json" and answer["Access-Control-Allow-Origin"] == "*"
    named = {each["@id"]: each for each in answer.json()["@graph"]}
    way = named[f"{settings.PUBLIC_URL}{ADDRESS}way"]
    assert way["@type"] == "rdf:Property" and set(way["comment"]) == {"en", "ko", "zh"}
