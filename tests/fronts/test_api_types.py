"""The fronts are typed by the API as it is."""

import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "web"


def test_the_types_of_the_api_are_those_of_its_description(tmp_path: Path) -> None:
    description, types = tmp_path / "openapi.json", tmp_path / "schema.d.ts"
    write = "import sys; from newretail.cli import newretail; newretail(['openapi', sys.argv[1]])"
    subprocess.run([sys.executable, "-c", write, str(description)], check=True, timeout=120)
    build = [sys.executable, str(WEB / "build" / "fronts.py"), "types-of"]
    subprocess.run([*build, str(description), "-o", str(types)], check=True, timeout=120)
    kept = (WEB / "shared" / "api" / "schema.d.ts").read_text()
    assert types.read_text() == kept, "the API has changed: run `make api-types`"
