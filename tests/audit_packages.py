"""Known weaknesses of the packages that newretail uses, as PyPI's and npm's advisory services tell them: `make audit`.

Three ends, and each says which it is: audited and nothing found; weaknesses found; **nothing audited**, because a service
did not answer. The last is a failure too, but says nothing about the packages.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = "requirements.lock"
ASK_PYPI = (
    "pip-audit",
    "--strict",
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner",
    "off",
    "--format",
    "json",
)
LAST_WORDS = 15
"""Lines of what a service's tool said, where there is no audit to show."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What became of one audit. weaknesses: of each package that has some, in words; None where nothing was audited."""

    packages: str
    weaknesses: list[str] | None
    said: str = ""

    @property
    def verdict(self) -> str:
        if self.weaknesses is None:
            return (
                f"audit: NOTHING WAS AUDITED of the {self.packages} packages: their advisory service did not answer (below). "
                f"This says nothing about the packages; run `make audit` where the service can be reached.\n{self.said}"
            )
        if self.weaknesses:
            return "\n".join([f"audit: weaknesses in {self.packages} packages:", *self.weaknesses])
        return f"audit: no known weakness in the {self.packages} packages"

    @property
    def good(self) -> bool:
        return self.weaknesses == []


def python_packages() -> Audit:
    """Ask PyPI about every package of the lock."""
    uvx = str(Path(sys.executable).with_name("uvx"))
    done = _run(uvx, "--quiet", *ASK_PYPI, "--requirement", LOCK)
    return read_pip_audit(done.stdout, _end_of(done))


def npm_packages() -> Audit:
    """Ask npm about every package of `web/package-lock.json`."""
    done = _run(sys.executable, "web/build/fronts.py", "audit", "--json")
    return read_npm_audit(done.stdout, _end_of(done))


def read_pip_audit(answer: str, said: str) -> Audit:
    """`answer`: what pip-audit writes as JSON; blank where it could not ask."""
    listed = _json_in(answer).get("dependencies")
    if not listed:
        return Audit("Python", None, said)
    weak = {f"{each['name']} {each['version']}": each["vulns"] for each in listed if each.get("vulns")}
    return Audit(
        "Python", [f"  {name}: {', '.join(it['id'] for it in vulns)}" for name, vulns in weak.items()]
    )


def read_npm_audit(answer: str, said: str) -> Audit:
    """`answer`: what `npm audit --json` writes; a word about an error where it could not ask."""
    told = _json_in(answer)
    if "auditReportVersion" not in told:
        return Audit("npm", None, said)
    return Audit("npm", [f"  {name}: {each['severity']}" for name, each in told["vulnerabilities"].items()])


def _json_in(answer: str) -> dict[str, Any]:
    """The object that begins with the first brace; an empty one where there is none."""
    try:
        found, _ = json.JSONDecoder().raw_decode(answer[answer.index("{") :])
    except ValueError:
        return {}
    return dict(found)


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def _end_of(done: subprocess.CompletedProcess[str]) -> str:
    return "\n".join((done.stderr + done.stdout).strip().splitlines()[-LAST_WORDS:])


def main() -> int:
    audits = [python_packages(), npm_packages()]
    for audit in audits:
        print(audit.verdict, file=sys.stdout if audit.good else sys.stderr)
    return 0 if all(audit.good for audit in audits) else 1


if __name__ == "__main__":
    raise SystemExit(main())
