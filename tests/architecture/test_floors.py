"""Rooms meet at their front doors: a context imports of another one only `api`, `events` and `errors`."""

import grimp
import pytest

CONTEXTS = (
    "chain", "catalog", "members", "photos", "stores", "inventory", "payments", "pricing", "fulfilment", "ordering",
    "storefront", "webhooks", "live", "insight", "fronts", "simulation",
)  # fmt: skip
DOORS = ("api", "events", "errors")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("newretail")


def context_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in CONTEXTS else None


def test_rooms_meet_at_their_front_doors(graph: grimp.ImportGraph):
    trespasses = sorted(
        f"{importer} -> {imported}"
        for importer in graph.modules
        if context_of(importer)
        for imported in graph.find_modules_directly_imported_by(importer)
        if context_of(imported)
        and context_of(imported) != context_of(importer)
        and imported.split(".")[2:3] not in [[door] for door in DOORS]
    )
    assert not trespasses


def test_the_kernel_knows_no_room(graph: grimp.ImportGraph):
    known = {
        f"{importer} -> {imported}"
        for importer in graph.modules
        if importer.startswith("newretail.kernel")
        for imported in graph.find_modules_directly_imported_by(importer)
        if context_of(imported)
    }
    assert not known


def test_a_trespass_would_be_seen(graph: grimp.ImportGraph):
    assert context_of("newretail.ordering.place_order") == "ordering"
    assert "newretail.inventory.api" in graph.find_modules_directly_imported_by(
        "newretail.ordering.place_order"
    )
