"""A function fits a screen, a file holds one idea. What is data is exempt: migrations, generated types, catalogues of texts."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 60
LONGEST_FILE = 400
CODE = ("*.py", "*.ts", "*.vue", "*.sql", "*.css")


def files(*patterns: str) -> list[Path]:
    told = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in told.stdout.splitlines() if (ROOT / name).exists() and not is_data(name)]


def is_data(name: str) -> bool:
    return "/migrations/" in name or name.endswith(".d.ts")


def test_no_file_is_longer_than_one_idea():
    sizes = {file: len(file.read_text().splitlines()) for file in files(*CODE)}
    assert len(sizes) > 500
    assert [f"{file.relative_to(ROOT)}: {size}" for file, size in sizes.items() if size > LONGEST_FILE] == []


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines"
        for file in files("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []
