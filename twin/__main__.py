"""`python -m twin COMMAND ...`: start one part of the simulated world."""

import importlib
import sys
from typing import NamedTuple


class Command(NamedTuple):
    """Where a command lives and what it is for, in one line."""

    module: str
    purpose: str


# Modules are named, not imported: asking for one part must not load the others.
COMMANDS = {
    "alipay": Command("twin.alipay.command", "the loopback Alipay gateway, with wallets and fault switches"),
    "day": Command("twin.day", "replay a real day of orders against a running store and report on it"),
    "city": Command("twin.city", "a small city that keeps ordering, picking and riding until stopped"),
}


def main(argv: list[str]) -> int:
    """Run the command named first in `argv`; returns its exit status, 2 for an unknown command."""
    if not argv or argv[0] in ("-h", "--help"):
        print(usage())
        return 0
    command = COMMANDS.get(argv[0])
    if command is None:
        print(f"twin: no command {argv[0]!r}\n\n{usage()}", file=sys.stderr)
        return 2
    module = importlib.import_module(command.module)
    status: int = module.main(argv[1:])
    return status


def usage() -> str:
    """The list of commands, one line each."""
    lines = ["usage: python -m twin COMMAND [OPTIONS]", ""]
    lines += [f"  {name:<8} {command.purpose}" for name, command in COMMANDS.items()]
    return "\n".join([*lines, "", "python -m twin COMMAND --help tells the options of one command."])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
