"""What `deploy/` offers is understood by the tools it is for. Where a tool is not on this machine, its test says so."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"


def needs(tool: str) -> str:
    found = shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{tool} is not on this machine")
    return found


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_units_are_understood_by_systemd(tmp_path: Path):
    systemd = needs("systemd-analyze")
    program = tmp_path / "newretail"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in (DEPLOY / "systemd").iterdir():
        (tmp_path / unit.name).write_text(
            unit.read_text().replace("/opt/newretail/bin/newretail", str(program))
        )
    units = sorted(tmp_path.glob("newretail-*"))
    assert len(units) == 4
    done = run(systemd, "verify", *units)
    told = [line for line in done.stderr.splitlines() if "newretail-" in line]
    assert not told, told


def test_nginx_takes_its_configuration(tmp_path: Path):
    nginx = needs("nginx")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = run(needs("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=shop.example.com", "-keyout", key, "-out", certificate)  # fmt: skip
    assert made.returncode == 0, made.stderr
    ours = (DEPLOY / "nginx" / "newretail.conf").read_text()
    ours = ours.replace("/etc/ssl/newretail/fullchain.pem", str(certificate))
    ours = ours.replace("/etc/ssl/newretail/privkey.pem", str(key))
    if _version(run(nginx, "-v").stderr) < (1, 25, 1):
        ours = ours.replace(
            "listen 443 ssl;\n    http2 on;", "listen 443 ssl http2;"
        )  # as it was spelt before
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{ours}\n}}\n")
    done = run(nginx, "-t", "-p", tmp_path, "-c", whole)
    assert done.returncode == 0, done.stderr


def test_caddy_takes_its_configuration(tmp_path: Path):
    caddy = needs("caddy")
    ours = (DEPLOY / "caddy" / "Caddyfile").read_text()
    if _version(run(caddy, "version").stdout) < (2, 7):
        ours = ours.replace("request_buffers 64MB", "buffer_requests")  # as it was spelt before
    file = tmp_path / "Caddyfile"
    file.write_text(ours)
    done = run(caddy, "validate", "--adapter", "caddyfile", "--config", file, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr


def _version(said: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", said)[:3])


def test_compose_reads_its_file():
    docker = needs("docker")
    if run(docker, "compose", "version").returncode:
        pytest.skip("docker has no compose on this machine")
    said = {"POSTGRES_PASSWORD": "x", "NEWRETAIL_SECRET_KEY": "y", "NEWRETAIL_HOST": "shop.example.com"}
    done = run(docker, "compose", "-f", DEPLOY / "compose.yaml", "config", "--format", "json", **said)
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["services"]) == {"database", "migrate", "web", "jobs", "proxy"}


def test_every_setting_of_the_sample_is_one_that_the_house_reads():
    names = re.findall(
        r"^#?\s?(NEWRETAIL_\w+|DATABASE_URL)=", (DEPLOY / "newretail.env.sample").read_text(), re.MULTILINE
    )
    package = "\n".join(path.read_text() for path in (DEPLOY.parent / "newretail").rglob("*.py"))
    assert len(names) > 5
    assert [name for name in names if f'"{name}"' not in package] == []
