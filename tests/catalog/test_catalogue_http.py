import csv
import io
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from newretail.catalog import api
from newretail.catalog.models import Category, Product, Sku
from newretail.kernel.who import Caller
from newretail.stores.api import Role

pytestmark = pytest.mark.django_db

LOBSTER = {
    "names": {"en": "Live lobster", "ko": "활 바닷가재", "zh": "活龙虾"},
    "category": "seafood",
    "unit": "gram",
    "weighed": True,
    "plu": "41234",
    "typical_grams": 520,
    "temperature": "live",
    "allergens": ["crustaceans"],
    "ingredients": "x" * 3000,
}
MILK = {
    "names": {"en": "Crème milk"},
    "brand": "Haru",
    "content": 950,
    "content_unit": "millilitre",
    "gtins": [{"gtin": "9521234543213"}, {"gtin": "19521234543210", "quantity": 12}],
}


@pytest.fixture
def office(monkeypatch, http: Client) -> Client:
    caller = Caller(member_id=uuid4(), kind="member", roles=frozenset({(Role.HEAD_OFFICE, "")}))
    monkeypatch.setattr("newretail.kernel.http.guard._authenticate", lambda: lambda request: caller)
    return Client(headers={"accept-language": "en", "authorization": "Bearer test"})


@pytest.fixture
def shelf() -> None:
    Category.objects.create(slug="seafood", names={"en": "Seafood", "ko": "수산물", "zh": "海鲜"})


def put(client: Client, code: str, body: dict) -> tuple[int, dict]:
    answer = client.put(f"/api/v1/skus/{code}", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_product_is_made_changed_and_shown(office: Client, shelf: None) -> None:
    assert put(office, "HR-1", LOBSTER)[0] == 201
    assert put(office, "HR-1", LOBSTER | {"typical_grams": 600})[0] == 200

    shown = office.get("/api/v1/skus/HR-1", headers={"accept-language": "ko"}).json()
    assert shown["name"] == "활 바닷가재"
    assert (shown["typical_grams"], shown["allergens"], shown["weighed"]) == (600, ["crustaceans"], True)
    assert len(shown["ingredients"]) == 3000


def test_codes_keep_to_one_product_each_and_units_stay(office: Client, shelf: None) -> None:
    put(office, "HR-1", LOBSTER)
    put(office, "HR-2", MILK)
    for body, refusal in (
        (LOBSTER, "code_taken"),
        (MILK, "code_taken"),
        (MILK | {"gtins": [{"gtin": "9521234543214"}]}, "malformed_code"),
        (MILK | {"gtins": [], "category": "nowhere"}, "unknown_category"),
        (MILK | {"gtins": [], "weighed": True}, "invalid"),
        (MILK | {"gtins": [], "content_unit": ""}, "invalid"),
        (MILK | {"price": 3}, "invalid"),
        (MILK | {"names": {"en": ""}}, "invalid"),
    ):
        assert put(office, "HR-3", body)[1]["code"] == refusal
    assert put(office, "HR-1", LOBSTER | {"unit": "each", "weighed": False})[1]["code"] == "unit_is_fixed"
    assert sorted(Sku.objects.values_list("code", flat=True)) == ["HR-1", "HR-2"]


def test_everybody_finds_products_by_words_of_any_language_codes_and_category(
    office: Client, shelf: None, http: Client
) -> None:
    put(office, "HR-1", LOBSTER)
    put(office, "HR-2", MILK)

    def found(**query) -> list[str]:
        return [item["code"] for item in http.get("/api/v1/products", query).json()["items"]]

    assert found() == ["HR-1", "HR-2"]
    assert found(q="LOBSTER live") == found(q="바닷가재") == found(q="龙虾") == found(q="41234") == ["HR-1"]
    assert found(q="creme") == found(q="haru") == found(q="9521234543213") == ["HR-2"]
    assert found(q="100%") == found(q="_") == found(q="nothing") == []
    assert found(category="seafood") == ["HR-1"]
    assert http.get("/api/v1/products", {"category": "nowhere"}).json()["code"] == "unknown_category"
    for wrong in ({"limit": 0}, {"limit": 201}, {"cursor": "no"}, {"q": "\0"}, {"limit": "NaN"}):
        assert http.get("/api/v1/products", wrong).status_code == 422
    page = http.get("/api/v1/products", {"limit": 1}).json()
    assert http.get("/api/v1/products", {"limit": 1, "cursor": page["cursor"]}).json()["cursor"] is None


@pytest.mark.parametrize("words", [{}, {"q": "milk"}])
def test_a_page_repeats_and_skips_nothing_when_skus_come_and_go(
    office: Client, shelf: None, http: Client, words: dict[str, str]
) -> None:
    for number in range(6):
        put(office, f"HR-{number}", {"names": {"en": f"{'Milk' if number % 2 else 'Oat milk'} {number}"}})

    def page(cursor: str) -> tuple[list[str], str]:
        said = http.get("/api/v1/products", {"limit": 2, "cursor": cursor} | words).json()
        return [item["code"] for item in said["items"]], said["cursor"]

    begun = [item["code"] for item in http.get("/api/v1/products", words).json()["items"]]
    first, cursor = page("")
    put(office, "A-000", {"names": {"en": "Milk"}})
    put(office, begun[1], {"names": {"en": "Milk"}, "active": False})
    second, cursor = page(cursor)
    third, cursor = page(cursor)
    assert first + second + third == begun
    assert cursor is None


def test_a_switched_off_sku_is_not_found_but_still_shown(office: Client, shelf: None, http: Client) -> None:
    put(office, "HR-1", LOBSTER | {"active": False})
    assert http.get("/api/v1/products").json()["items"] == []
    assert http.get("/api/v1/skus/HR-1").json()["active"] is False


def test_categories_are_a_tree_without_rings(office: Client, http: Client) -> None:
    def make(slug: str, **body) -> dict:
        body = {"names": {"en": slug, "ko": slug, "zh": slug}} | body
        return office.put(
            f"/api/v1/categories/{slug}", json.dumps(body), content_type="application/json"
        ).json()

    assert make("seafood")["slug"] == "seafood"
    assert make("seafood/live", parent="seafood")["parent"] == "seafood"
    assert make("x", parent="nowhere")["code"] == "unknown_category"
    assert make("seafood", parent="seafood/live")["code"] == "invalid"
    assert [row["slug"] for row in http.get("/api/v1/categories").json()] == ["seafood", "seafood/live"]


def test_an_upload_is_imported_and_its_report_can_be_fetched(office: Client, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    file = SimpleUploadedFile("p.csv", b"code,name_en\nHR-1,Tofu\nHR 2,Bad\n")
    answer = office.post("/api/v1/catalog/imports", {"file": file})

    done = answer.json()
    assert answer.status_code == 201, done
    assert (done["created"], done["rejected"], done["first_rejected"][0]["line"]) == (1, 1, 3)
    assert "HR 2" in office.get(done["report"]).content.decode("utf-8-sig")
    assert office.get(f"/api/v1/catalog/imports/{uuid4()}/report.csv").status_code == 404
    broken = SimpleUploadedFile("p.csv", "code,name_en\nHR-1,김치\n".encode("cp949"))
    assert office.post("/api/v1/catalog/imports", {"file": broken}).json()["code"] == "wrong_encoding"


def test_an_export_is_a_file_that_the_import_reads_back_unchanged(
    office: Client, shelf: None, tmp_path
) -> None:
    put(office, "HR-1", LOBSTER)
    put(office, "HR-2", MILK | {"names": {"en": '=Milk, "whole"'}})
    content = b"".join(office.get("/api/v1/catalog/export.csv").streaming_content)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["name_en"] for row in rows] == ["Live lobster", '\'=Milk, "whole"']

    (tmp_path / "export.csv").write_bytes(content)
    done = api.import_products(tmp_path / "export.csv", report_path=tmp_path / "report.csv")
    assert (done.unchanged, done.changed, done.rejected) == (2, 0, 0)


def test_upkeep_is_head_offices(http: Client, shelf: None) -> None:
    assert put(http, "HR-1", LOBSTER)[0] == 401
    assert http.get("/api/v1/catalog/export.csv").status_code == 401
    assert (
        http.post("/api/v1/catalog/imports", {"file": SimpleUploadedFile("p.csv", b"x")}).status_code == 401
    )
    assert not Product.objects.exists()
