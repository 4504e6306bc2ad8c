"""A query parameter that a route does not have is refused, and the nearest one that it has is named."""

import pytest
from django.test import Client

from newretail.kernel.http.parameters import meant_by

pytestmark = pytest.mark.django_db


def said(http: Client, query: str, language: str = "en") -> dict:
    answer = http.get(f"/api/v1/products?{query}", headers={"accept-language": language})
    assert answer.status_code == 422, answer.content
    return answer.json()


def test_a_parameter_that_is_not_there_is_refused_and_the_nearest_named(http: Client):
    problem = said(http, "limitt=5")
    assert problem["code"] == "invalid"
    assert "limitt" in problem["detail"] and "did you mean limit" in problem["detail"]
    assert problem["errors"] == [{"where": ["query", "limitt"], "what": problem["detail"].split(": ", 1)[1]}]
    assert "cursor" in said(http, "curser=x")["detail"]


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        *((each, "q") for each in ("text", "search", "query", "s", "term", "Query", "keywords", "serach")),
        *(
            (each, "cursor")
            for each in ("page", "offset", "after", "skip", "next", "pageToken", "page[number]")
        ),
        *(
            (each, "limit")
            for each in ("per_page", "perPage", "page-size", "pageSize", "count", "page[size]")
        ),
        *((each, "category") for each in ("Category", "cat", "categroy")),
        *((each, "lang") for each in ("language", "locale")),
    ],
)
def test_what_other_apis_call_it_is_known(http: Client, sent: str, meant: str):
    """By letters alone `text` would be taken for `category`."""
    assert f"did you mean {meant}?" in said(http, f"{sent}=5")["detail"]


def test_where_nothing_is_near_all_parameters_are_named(http: Client):
    assert "only these: category, cursor, limit, q" in said(http, "xyzzy=1")["detail"]


@pytest.mark.parametrize(
    ("sent", "known", "meant"),
    [
        ("page", {"after", "limit"}, "after"),
        ("page", {"before", "limit"}, "before"),
        ("cursor", {"before", "limit"}, "before"),
        ("after", {"before", "limit"}, "before"),
        ("limit", {"perPage", "nextPageToken"}, "perPage"),
        ("offset", {"perPage", "nextPageToken"}, "nextPageToken"),
        ("lat", {"latitude", "longitude"}, "latitude"),
        ("lng", {"latitude", "longitude"}, "longitude"),
        ("store", {"store_id", "limit"}, "store_id"),
        ("store_id", {"store", "limit"}, "store"),
        ("status", {"state", "limit"}, "state"),
        ("text", {"limit", "after"}, ""),
        ("", {"limit"}, ""),
    ],
)
def test_of_several_names_the_one_is_proposed_that_the_route_has(sent: str, known: set[str], meant: str):
    assert meant_by(sent, known) == meant


def test_it_is_said_in_the_readers_language(http: Client):
    assert "매개변수" in said(http, "limitt=5", "ko")["detail"]
    assert "参数" in said(http, "limitt=5", "zh")["detail"]


def test_a_route_without_parameters_takes_none(http: Client):
    assert http.get("/api/v1/chain?x=1").status_code == 422
    assert http.get("/api/v1/chain").status_code == 200


def test_every_route_takes_the_language(http: Client):
    assert http.get("/api/v1/products?lang=ko").status_code == 200
    assert http.get("/api/v1/chain?lang=zh").status_code == 200


def test_who_may_not_call_is_told_so_first(http: Client):
    assert http.get("/api/v1/orders?nonsense=1").status_code == 401


def test_what_writes_takes_no_parameters_either(http: Client):
    answer = http.post("/api/v1/guests?nme=x", {"name": "Mina"}, content_type="application/json")
    assert answer.status_code == 422
    assert "nme" in answer.json()["detail"]
