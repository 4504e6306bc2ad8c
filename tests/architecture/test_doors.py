"""A door says what it answers, so that mypy looks through it: no `Any`, no bare dictionary."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "newretail"
METHODS = {"get", "post", "put", "patch", "delete"}
NOTHING_SAID = {"Any", "dict", "Dict", "object"}


def doors() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every view of the API: where it stands, and its function."""
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and any(is_door(each) for each in node.decorator_list):
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node


def is_door(decorator: ast.expr) -> bool:
    """`@door.get(...)`, whatever the room calls its door."""
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in METHODS
        and isinstance(decorator.func.value, ast.Name)
        and any(word.arg == "who" for word in decorator.keywords)
    )


def names_in(annotation: ast.expr | None) -> set[str]:
    return {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)} if annotation else {"Any"}


def test_no_door_answers_anything_at_all():
    found = dict(doors())
    assert len(found) > 200
    untyped = [where for where, view in found.items() if names_in(view.returns) & NOTHING_SAID]
    assert untyped == []
