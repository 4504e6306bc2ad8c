"""`deploy/compose.yaml` and the image it builds, read as a container engine would and held against what newretail has: its commands,
its settings, its ports. Where docker is on this machine, `test_deploy` lets it read the file too."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from newretail import cli

DEPLOY = Path(__file__).parents[2] / "deploy"
TEXT = (DEPLOY / "compose.yaml").read_text()
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
PACKAGE = "\n".join(path.read_text() for path in (DEPLOY.parent / "newretail").rglob("*.py"))

# What the compose specification has of which we make use; a key that is not here is a slip, or new.
TOP = {"name", "services", "volumes"}
OF_A_SERVICE = {
    "build", "command", "depends_on", "environment", "healthcheck", "image", "ports", "restart", "volumes",
}  # fmt: skip
OF_A_BUILD = {"context", "dockerfile"}
OF_A_HEALTHCHECK = {"test", "interval", "retries", "start_period", "timeout"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
RESTARTS = {"no", "always", "on-failure", "unless-stopped"}
DURATION = re.compile(r"(\d+(us|ms|s|m|h))+")
VARIABLE = re.compile(r"\$\{(\w+)(?::?[-?+][^}]*)?\}")


def compose() -> dict[str, Any]:
    """The file with its merges done and each variable replaced by its own name."""
    return dict(yaml.safe_load(VARIABLE.sub(r"\1", TEXT)))


SERVICES: dict[str, dict[str, Any]] = compose()["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "newretail"}


def test_its_keys_are_those_of_the_specification() -> None:
    assert {key for key in compose() if not key.startswith("x-")} == TOP
    for name, service in SERVICES.items():
        assert set(service) <= OF_A_SERVICE, name
        assert set(service.get("build", {})) <= OF_A_BUILD, name
        assert set(service.get("healthcheck", {})) <= OF_A_HEALTHCHECK, name
        assert service.get("restart", "no") in RESTARTS, name
        assert all(re.fullmatch(r"\d+:\d+", port) for port in service.get("ports", [])), name


def test_there_is_everything_that_a_shop_needs() -> None:
    assert set(OURS) == {"migrate", "web", "jobs"}
    assert set(SERVICES) - set(OURS) == {"database", "proxy"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_an_image_and_what_it_is_built_from(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[a-z][a-z0-9./-]*(:[\w.-]+)?", service["image"])
    if build := service.get("build"):
        context = (DEPLOY / build["context"]).resolve()
        assert (context / "pyproject.toml").exists() and (context / build["dockerfile"]).exists()


@pytest.mark.parametrize("name", SERVICES)
def test_what_it_waits_for_is_there_and_can_be_waited_for(name: str) -> None:
    waits = SERVICES[name].get("depends_on", {})
    for other, how in waits.items() if isinstance(waits, dict) else [(each, {}) for each in waits]:
        condition = how.get("condition", "service_started")
        assert condition in CONDITIONS
        if condition == "service_healthy":
            assert SERVICES[other]["healthcheck"]["test"]
        if condition == "service_completed_successfully":
            assert SERVICES[other]["restart"] == "no", "one that is started again and again never completes"


def test_every_volume_is_declared_and_every_file_is_there() -> None:
    used = set()
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            if source.startswith("."):
                assert (DEPLOY / source).exists(), source
            else:
                used.add(source)
    assert used == set(compose()["volumes"])


def test_what_we_write_to_in_the_image_belongs_to_us() -> None:
    """A volume that is new takes the owner of the folder below it in the image; a folder that is not there is root's."""
    places = {mount.split(":")[1] for service in OURS.values() for mount in service["volumes"]}
    made = set(re.findall(r"--home-dir (\S+)", DOCKERFILE)) | set(re.findall(r"install -d -o newretail .*?(/\S+)", DOCKERFILE))  # fmt: skip
    assert places == made


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command line of ours that stands in `deploy/`."""
    yield "Dockerfile", image_command()
    for name, service in OURS.items():
        yield f"compose {name}", service.get("command") or image_command()
    for unit in sorted((DEPLOY / "systemd").glob("*.service")):
        for line in re.findall(r"^Exec\w+=(.*)$", unit.read_text(), re.MULTILINE):
            yield unit.name, line.split()


def image_command() -> list[str]:
    [said] = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    return list(json.loads(said))


@pytest.mark.parametrize("words", [words for _, words in commands()], ids=[name for name, _ in commands()])
def test_every_command_is_one_that_newretail_understands(words: list[str]) -> None:
    program, name, *options = words
    assert program in ("newretail", "/opt/newretail/bin/newretail")
    command = cli.newretail.get_command(click.Context(cli.newretail), name)
    assert command is not None, f"no command {name}"
    command.make_context(name, options).close()  # raises UsageError where an option is unknown


@pytest.mark.parametrize("name", OURS)
def test_every_setting_is_one_that_the_house_reads(name: str) -> None:
    settings = {*OURS[name]["environment"], *re.findall(r"^ENV (.*)$", DOCKERFILE, re.MULTILINE)[0].split()}
    assert [each for each in settings if f'"{each.partition("=")[0]}"' not in PACKAGE] == []


def test_what_has_to_be_given_is_said_at_the_top() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert needed == set(re.findall(r"[A-Z][A-Z_]+", TEXT.splitlines()[0]))


def test_a_service_is_asked_for_its_health_where_it_answers() -> None:
    check = SERVICES["web"]["healthcheck"]
    kind, *words = check["test"]
    assert kind == "CMD"
    port, path = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", " ".join(words))[0]
    assert path in ("/livez", "/ready") and port == served_port(image_command())
    compile(words[-1], "healthcheck", "exec")
    for each in SERVICES.values():
        spans = [value for key, value in each.get("healthcheck", {}).items() if key in ("interval", "start_period", "timeout")]  # fmt: skip
        assert all(DURATION.fullmatch(span) for span in spans)


def served_port(words: list[str]) -> str:
    return words[words.index("--port") + 1]


def test_whoever_stands_in_front_knows_the_port() -> None:
    inside = served_port(image_command())
    assert re.findall(r"^EXPOSE (\d+)$", DOCKERFILE, re.MULTILINE) == [inside]
    proxy = SERVICES["proxy"]["environment"]
    assert proxy["NEWRETAIL_UPSTREAM"] == f"web:{inside}"
    assert "0.0.0.0" in image_command(), "the proxy is another container"
    assert "web" in OURS["web"]["environment"]["NEWRETAIL_HOSTS"].split(",")

    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text()
    assert set(re.findall(r"\{\$(\w+)", caddy)) == set(proxy)
    unit = (DEPLOY / "systemd" / "newretail-serve.service").read_text()
    beside = served_port(re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)[0].split())
    nginx = (DEPLOY / "nginx" / "newretail.conf").read_text()
    assert f"127.0.0.1:{beside}" in caddy and f"server 127.0.0.1:{beside};" in nginx


def test_no_shops_data_goes_into_an_image() -> None:
    """`COPY . .` takes what lies in the folder: a demo's keys, an environment file, a database."""
    left_out = set((DEPLOY.parent / ".dockerignore").read_text().splitlines())
    assert {"data", "var", "backups", "deploy/.env", ".venv", ".git", "**/node_modules"} <= left_out
