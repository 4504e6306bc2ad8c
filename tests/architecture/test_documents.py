"""What the documents name exists."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")]


def test_every_promise_names_tests_that_exist_and_no_promise_with_tests_is_forgotten():
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", (PROJECT / "PROMISES.md").read_text()))
    assert [path for path in sorted(named) if not (PROJECT / path).is_file()] == []
    tested = {path.name[:7] for path in (PROJECT / "tests/promises").glob("test_*.py")}
    assert tested - {Path(path).name[:7] for path in named} == set()


def test_links_and_paths_in_documents_lead_somewhere():
    missing = []
    for document in DOCUMENTS:
        text = document.read_text()
        targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
        targets += re.findall(r"`((?:newretail|tests|docs)/[\w./-]+\.(?:py|md))`", text)
        for target in targets:
            if not (document.parent / target).exists() and not (PROJECT / target).exists():
                missing.append(f"{document.name}: {target}")
    assert missing == []
