"""What GS1's Conformant Resolver Standard 1.2 asks of a resolver, statement by statement."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from jsonschema import Draft7Validator

from tests.stock_room import a_delivery
from tests.storefront.conftest import GLN, LOBSTER, LOBSTER_GTIN, MILK, MILK_GTIN, Shop, lead_on

pytestmark = pytest.mark.django_db

VOC = "https://ref.gs1.org/voc/"
_LINK = {
    "type": "object",
    "required": ["href", "title"],
    "properties": {
        "href": {"type": "string", "pattern": r"^https?://[a-zA-Z0-9./]+"},
        "title": {"type": "string", "minLength": 1},
        "type": {"type": "string", "pattern": r"\w+/[-+.\w]+"},
        "hreflang": {"type": "array", "items": {"type": "string", "pattern": r"^\w{2}(-\w{2})?$"}},
    },
}
LINK_SET = {
    "type": "object",
    "required": ["linkset"],
    "properties": {
        "linkset": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["anchor", "itemDescription", f"{VOC}defaultLink"],
                "properties": {
                    "anchor": {"type": "string", "pattern": r"^https?://[^?]+$"},
                    "itemDescription": {"type": "string", "minLength": 1},
                },
                "patternProperties": {rf"^{VOC}": {"type": "array", "minItems": 1, "items": _LINK}},
                "additionalProperties": False,
            },
        }
    },
}
"""What the standard's own schema of link sets asks, in our words."""


def links(path: str, **more: Any) -> list[dict[str, Any]]:
    answer = Client().get(f"{path}{'&' if '?' in path else '?'}linkType=linkset", **more)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/linkset+json"
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in answer["Link"]
    Draft7Validator(LINK_SET).validate(answer.json())
    found: list[dict[str, Any]] = answer.json()["linkset"]
    return found


def path_of(address: str) -> str:
    return urlsplit(address).path


@pytest.mark.parametrize("kind", ["gs1:pip", "pip", f"{VOC}pip", "gs1:defaultLink", "defaultLink", ""])
def test_a_code_leads_to_its_page_whatever_that_link_is_called(shop: Shop, kind: str) -> None:
    answer = Client().get(f"/01/{MILK_GTIN}/10/M1", {"linkType": kind} if kind else {})
    assert answer.status_code == 307
    assert path_of(answer["Location"]) == f"/page/01/{MILK_GTIN}/10/M1"
    assert 'rel="linkset"' in answer["Link"] and "linkType=all" not in answer["Link"]


def test_data_are_a_link_of_their_own_and_what_a_program_is_led_to(shop: Shop) -> None:
    for asked in ({"QUERY_STRING": "linkType=gs1:masterData"}, {"HTTP_ACCEPT": "application/json"}):
        answer = Client().get(f"/01/{MILK_GTIN}", **asked)
        assert (answer.status_code, path_of(answer["Location"])) == (307, f"/data/01/{MILK_GTIN}")
    assert Client().get(f"/data/01/{MILK_GTIN}").json()["product"]["sku_id"] == MILK


def test_the_whole_query_goes_along(shop: Shop) -> None:
    answer = Client().get(f"/01/{MILK_GTIN}?17=261124&foo=bar&store={shop.store}")
    assert answer["Location"] == f"/page/01/{MILK_GTIN}?17=261124&foo=bar&store={shop.store}"


@pytest.mark.parametrize("path", [f"/01/{MILK_GTIN}", f"/01/{MILK_GTIN}/10/M1", f"/414/{GLN}/254/K-10-1"])
def test_a_request_is_led_to_the_very_address_that_the_set_of_links_has(shop: Shop, path: str) -> None:
    host = {"host": urlsplit(settings.PUBLIC_URL).netloc}
    links_of_this = links(path)[0]
    for name in [each for each in links_of_this if each.startswith(VOC)]:
        [link] = links_of_this[name]
        asked = f"linkType=gs1:{name.removeprefix(VOC)}"
        answer = Client().get(f"{path}?{asked}", headers=host)
        assert answer["Location"] in (f"{link['href']}?{asked}", f"{link['href']}&{asked}"), name
    [default] = links_of_this[f"{VOC}defaultLink"]
    assert Client().get(path, headers=host)["Location"] == default["href"]
    assert Client().get(path)["Location"] == path_of(default["href"]), (
        "reached by another name: within that name"
    )


def test_every_level_up_to_the_key_has_its_links(shop: Shop) -> None:
    found = links(f"/01/{MILK_GTIN}/22/2A/10/M1/21/7?17=261124&11=261110")
    assert [path_of(each["anchor"]) for each in found] == [
        f"/01/{MILK_GTIN}/22/2A/10/M1/21/7",
        f"/01/{MILK_GTIN}/22/2A/10/M1",
        f"/01/{MILK_GTIN}/22/2A",
        f"/01/{MILK_GTIN}",
    ]
    assert found[0][f"{VOC}pip"][0]["href"].endswith("/21/7?11=261110&17=261124")
    assert all(each[f"{VOC}pip"][0]["href"].endswith(path_of(each["anchor"])) for each in found[1:])
    for each in found:
        [default] = each[f"{VOC}defaultLink"]
        assert set(default) == {"href", "title"}
        assert default["href"] == each[f"{VOC}pip"][0]["href"]


def test_a_set_is_also_had_by_what_the_other_side_reads_and_by_the_old_word(shop: Shop) -> None:
    expected = links(f"/01/{MILK_GTIN}")
    for asked in (
        {"QUERY_STRING": "linkType=all"},
        {"HTTP_ACCEPT": "application/linkset+json"},
        {"HTTP_ACCEPT": "application/ld+json"},
    ):
        assert Client().get(f"/01/{MILK_GTIN}", **asked).json()["linkset"] == expected


def test_the_canonical_link_loses_nothing_of_the_code(shop: Shop) -> None:
    answer = Client().get(f"/01/{MILK_GTIN}/22/2A/10/M1?17=261124&11=261110&15=261120&3103=000520")
    assert f"/01/{MILK_GTIN}/22/2A/10/M1?11=261110&15=261120&17=261124&3103=000520>" in answer["Link"]


def test_a_third_party_s_serial_number_is_a_level_too(shop: Shop) -> None:
    assert path_of(links(f"/01/{MILK_GTIN}/235/TPX-1")[0]["anchor"]) == f"/01/{MILK_GTIN}/235/TPX-1"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/01/{MILK_GTIN}/foo", 400),
        (f"/01/{MILK_GTIN}/10/M1/foo", 400),
        (f"/01/{MILK_GTIN}/22/2A/10/M1/21/7/foo", 400),
        (f"/414/{GLN}/254/K-10-1/foo", 400),
        (f"/data/01/{MILK_GTIN}/10/M1/foo", 400),
        (f"/01/{MILK_GTIN[:-1]}9", 400),
        (f"/01/{MILK_GTIN}/21/123/10/ABC", 400),
        (f"/01/{MILK_GTIN}/10/A/22/B", 400),
        (f"/01/{MILK_GTIN}/10/A/10/A", 400),
        (f"/01/{MILK_GTIN}/10/A/235/B", 400),
        (f"/01/{MILK_GTIN}?17=269999", 400),
        ("/01/09521234543213", 404),
        (f"/01/{MILK_GTIN}?linkType=gs1:recipeInfo", 404),
        ("/00/095200000000000011", 404),
        ("/8004/9520614141234567", 404),
        ("/8003/1", 400),
        (f"/01/{MILK_GTIN}?x={'y' * 2_100}", 414),
    ],
)
def test_errors_have_their_status_and_any_page_may_read_them(shop: Shop, path: str, status: int) -> None:
    for accept in ("application/json", "text/html"):
        answer = Client().get(path, headers={"accept": accept})
        assert answer.status_code == status
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [f"/01/{MILK_GTIN}", "/01/abc", f"/data/01/{MILK_GTIN}", f"/414/{GLN}", "/.well-known/gs1resolver"],
)
def test_get_head_and_options_are_answered_to_any_origin(shop: Shop, path: str) -> None:
    asked = Client().options(path, headers={"origin": "https://brand.example"})
    assert asked.status_code == 204 and asked["Allow"] == "GET, HEAD, OPTIONS"
    for answer in (asked, Client().head(path), Client().get(path), Client().post(path)):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "OPTIONS" in answer["Access-Control-Allow-Methods"]
        assert "Link" in answer["Access-Control-Expose-Headers"]


def test_a_trailing_slash_and_a_shorter_number_lead_to_the_same(shop: Shop) -> None:
    expected = Client().get(f"/01/{MILK_GTIN}")["Location"]
    for path in (f"/01/{MILK_GTIN}/", f"/01/{MILK_GTIN[1:]}", f"/gtin/{MILK_GTIN}"):
        assert Client().get(path)["Location"] == expected


def test_a_compressed_link_leads_where_the_plain_one_does_and_says_which_that_is(shop: Shop) -> None:
    whole = packed([("01", MILK_GTIN), ("10", "L7"), ("17", "261124")])
    for path in (f"/{whole}", f"/01/{MILK_GTIN}/{packed([('10', 'L7'), ('17', '261124')])}"):
        answer = Client().get(f"{path}?foo=bar")
        assert answer.status_code == 307
        assert answer["Location"] == f"/page/01/{MILK_GTIN}/10/L7?17=261124&foo=bar"
        assert f'/01/{MILK_GTIN}/10/L7?17=261124>; rel="owl:sameAs"' in answer["Link"]
    assert Client().get("/nothing-of-the-kind").status_code in (400, 404)


def test_a_shelf_and_a_store_are_levels_of_a_place(shop: Shop) -> None:
    shelf, store = links(f"/414/{GLN}/254/K-10-1")
    assert path_of(shelf["anchor"]) == f"/414/{GLN}/254/K-10-1"
    assert path_of(store["anchor"]) == f"/414/{GLN}"
    assert path_of(Client().get(f"/414/{GLN}")["Location"]) == f"/stores/{shop.store}"
    leads = Client().get(f"/414/{GLN}/254/K-10-1", headers={"accept": "application/json"})
    assert path_of(leads["Location"]) == f"/data/414/{GLN}/254/K-10-1"
    assert [each["sku_id"] for each in Client().get(leads["Location"]).json()["products"]]


def test_scan_and_resolver_read_one_code_alike(shop: Shop) -> None:
    a_delivery(shop.store, LOBSTER, 500, lot="A/B")
    for code in (
        f"/01/{LOBSTER_GTIN}/10/A%2FB",
        f"/01/{LOBSTER_GTIN}/22/2A/10/L1/21/7?17=260616",
        f"/01/{LOBSTER_GTIN}/235/TPX",
        f"/01/{LOBSTER_GTIN}?3103=000520",
    ):
        scanned = Client().post(
            "/api/v1/scan",
            {"code": f"https://any.example{code}", "store_id": shop.store},
            content_type="application/json",
        )
        resolved = lead_on(
            Client(),
            f"{code}{'&' if '?' in code else '?'}store={shop.store}",
            headers={"accept": "application/json"},
        )
        assert resolved.json() == scanned.json()


def test_the_resolver_describes_itself(shop: Shop) -> None:
    said = Client().get("/.well-known/gs1resolver").json()
    assert said["supportedPrimaryKeys"] == ["01", "414"] and said["resolverRoot"].startswith("http")


def packed(pairs: list[tuple[str, str]]) -> str:
    """A compressed link's segment, written plainly: numbers as numbers, lots in seven bits a letter."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    width = {"01": 47, "17": 20}
    bits = ""
    for ai, value in pairs:
        bits += "".join(f"{int(digit):04b}" for digit in ai)
        if ai in width:
            bits += f"{int(value):0{width[ai]}b}"
        else:
            bits += f"{4:03b}{len(value):05b}" + "".join(f"{ord(each):07b}" for each in value)
    bits += "0" * (-len(bits) % 6)
    return "".join(letters[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))
