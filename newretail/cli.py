"""The `newretail` command. Each command is a file of its own in `newretail/commands/`."""

import pkgutil
import signal
import sys
from importlib import import_module

import click
from django.core.exceptions import ImproperlyConfigured

from newretail import commands
from newretail.embedded.errors import PostgresError


class Commands(click.Group):
    """Finds commands by their file's name and imports a file only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.rstrip("_") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module in pkgutil.iter_modules(commands.__path__):
            if module.name.rstrip("_") == cmd_name:
                command: click.Command = import_module(f"{commands.__name__}.{module.name}").command
                return command
        return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newretail")
def newretail() -> None:
    """A chain of stores that sells, picks, packs and delivers."""


def main() -> None:
    """Run the command line; what is wrong with the surroundings is one clear line, not a traceback.

    SIGTERM ends a command as an error would, so that it stops what it started.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        newretail()
    except (PostgresError, ImproperlyConfigured) as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(1)
