"""A query parameter that a route does not have is refused, and the nearest one that it has is named."""

import pytest
from django.test import Client

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
