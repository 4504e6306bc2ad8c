"""The Chromium that tests, pictures and measurements drive: the machine's own, or one that is fetched where there is none.

    python -m tests.browser.chromium        # find one or fetch one, and say where it is

`$NEWRETAIL_CHROMIUM` names another. Where the machine has none, Debian's package is installed if we may, else the one that the npm
package @sparticuz/chromium (MIT) carries is unpacked into var/. Standard library only, so that it can run before anything else.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN = PROJECT / "var" / "chromium"
CARRIER = "@sparticuz/chromium@147.0.0"
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")
START_SECONDS = 60
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Nothing but the page under test talks to anybody; `--no-sandbox` because root, as in a container, has none."""


class NoChromium(Exception):
    """There is none here, and none could be fetched."""


def find_chromium() -> Path:
    """The program to start. Raises NoChromium."""
    named = os.environ.get("NEWRETAIL_CHROMIUM", "")
    candidates = [named] if named else [*NAMES, str(OWN / "chromium")]
    for candidate in candidates:
        if path := shutil.which(candidate):
            return Path(path)
    raise NoChromium(f"{named} is not a program" if named else "no Chromium here; `make test` fetches one")


def fetch_chromium() -> Path:
    """A Chromium that starts, installed or unpacked if need be. Raises NoChromium."""
    tried = []
    for fetch in (find_chromium, _install_from_debian, _unpack_from_npm):
        try:
            path = fetch()
        except (NoChromium, OSError, subprocess.SubprocessError) as problem:
            tried.append(f"{fetch.__name__}: {problem}")
            continue
        if _starts(path):
            return path
        tried.append(f"{path} does not start")
    raise NoChromium(
        "The browser tests need Chromium. Install it (Debian and Ubuntu: apt install chromium), or name one with"
        " NEWRETAIL_CHROMIUM=/path/to/chromium.\n  " + "\n  ".join(tried)
    )


def _install_from_debian() -> Path:
    privileged = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*privileged, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN_PACKAGES]
    if _ended_well(install, environment) or (
        _ended_well([*privileged, "apt-get", "update", "-qq"], environment)
        and _ended_well(install, environment)
    ):
        return find_chromium()
    raise NoChromium(f"{' '.join(install)} did not work")


def _ended_well(words: list[str], environment: dict[str, str]) -> bool:
    return (
        subprocess.run(
            words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )


def _unpack_from_npm() -> Path:
    """The browser of CARRIER with the libraries and letters it brings, behind a script that shows it where they are."""
    node, npm = _node().find_node()
    home, unpacked = OWN / "package", OWN / "unpacked"
    for folder in (home, unpacked):
        folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    install = ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error", "--prefix", str(home)]
    subprocess.run([str(node), str(npm), *install, CARRIER], env=environment, check=True)
    # The package unpacks into TMPDIR, and its libraries only where it believes to be in a cloud's container.
    subprocess.run(
        [
            str(node),
            "--input-type=module",
            "-e",
            "import c from '@sparticuz/chromium'; await c.executablePath()",
        ],
        cwd=home,
        env=environment | {"TMPDIR": str(unpacked), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"},
        check=True,
    )
    letters = OWN / "fonts.conf"
    letters.write_text(
        f"<fontconfig><dir>{unpacked}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{OWN}/letters</cachedir></fontconfig>\n"
    )
    script = OWN / "chromium"
    script.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="{unpacked}/al2023/lib:$LD_LIBRARY_PATH" FONTCONFIG_FILE="{letters}"\n'
        f'exec "{unpacked}/chromium" "$@"\n'
    )
    script.chmod(0o755)
    return script


def _node() -> ModuleType:
    """web/build/fronts.py, which knows where Node is; not a package, because the package's build runs it."""
    spec = importlib.util.spec_from_file_location("fronts", PROJECT / "web" / "build" / "fronts.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _starts(path: Path) -> bool:
    """Some distributions put a stub in its place that only tells where to get the real one."""
    try:
        said = subprocess.run(
            [str(path), "--version"], capture_output=True, text=True, timeout=START_SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    return "Chrom" in said


if __name__ == "__main__":
    try:
        print(f"browser: {fetch_chromium()}")
    except NoChromium as problem:
        sys.exit(str(problem))
