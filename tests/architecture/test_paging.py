"""No list counts rows off: a page begins after a row, so that none is repeated or skipped when others come or go meanwhile."""

import ast
import re
from pathlib import Path

import newretail
from newretail.urls import api

HOUSE = Path(newretail.__file__).parent


def test_no_statement_skips_a_number_of_rows() -> None:
    found = [
        str(path.relative_to(HOUSE))
        for path in [*HOUSE.rglob("*.sql"), *HOUSE.rglob("*.py")]
        if "migrations" not in path.parts and re.search(r"\bOFFSET\s+[%:{\d]", path.read_text())
    ]
    assert not found


def test_no_query_set_is_sliced_from_the_middle() -> None:
    """`rows[start:end]` of a query set is an OFFSET; a name that is said to hold rows may only be cut at its end."""
    found = [
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for path in HOUSE.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Slice)
        and node.slice.lower is not None
        and node.slice.upper is not None
        and re.search(r"\.(filter|order_by|all|exclude|values|values_list)\(", ast.unparse(node.value))
    ]
    assert not found


def test_no_route_asks_for_a_number_of_rows_to_skip() -> None:
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    names = {
        each["name"]
        for methods in document["paths"].values()
        for operation in methods.values()
        for each in operation["parameters"]
    }
    assert "cursor" in names
    assert not names & {"offset", "skip", "page", "start"}


def test_one_thing_has_one_name_among_the_parameters() -> None:
    """What is searched for is `q`, on every route that searches by words."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    names = {
        each["name"]
        for methods in document["paths"].values()
        for operation in methods.values()
        for each in operation["parameters"]
        if each["in"] == "query"
    }
    assert not names & {"text", "query", "search", "term"}
