"""The embedded database."""

import click


@click.group()
def command() -> None:
    """Start, stop and look at the embedded PostgreSQL."""


@command.command()
def start() -> None:
    """Start it and leave it running."""
    from newretail import instance

    cluster = instance.embedded_database()
    started = cluster.keep()
    click.echo(f"{'started' if started else 'runs already'}: {cluster.home}")


@command.command()
@click.option("--immediate", is_flag=True, help="as in a crash: nothing is flushed, the next start recovers")
def stop(immediate: bool) -> None:
    """Stop it, whoever uses it."""
    from newretail import instance
    from newretail.embedded import StopMode

    stopped = instance.embedded_database().release(mode=StopMode.IMMEDIATE if immediate else StopMode.FAST)
    click.echo("stopped" if stopped else "was not running")


@command.command()
@click.option("--immediate", is_flag=True, help="stop it as in a crash")
def restart(immediate: bool) -> None:
    """Stop and start it."""
    from newretail import instance
    from newretail.embedded import StopMode

    instance.embedded_database().restart(mode=StopMode.IMMEDIATE if immediate else StopMode.FAST)
    click.echo("restarted")


@command.command()
def status() -> None:
    """Tell whether it runs; exit code 3 when it does not."""
    from newretail import instance

    cluster = instance.embedded_database()
    found = cluster.running()
    if found is None:
        click.echo(f"not running: {cluster.home}")
        raise SystemExit(3)
    click.echo(f"running: process {found.pid}, 127.0.0.1:{found.port}, {cluster.home}")


@command.command()
def url() -> None:
    """Print the DATABASE_URL of the running one, password included."""
    from newretail import instance

    click.echo(instance.embedded_database().url)


@command.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> None:
    """Open psql on the instance's database (further arguments go to psql)."""
    import os

    from newretail import instance
    from newretail.embedded.binaries import without_password

    database = os.environ.get("DATABASE_URL") or instance.embedded_database().url
    program = instance.embedded_database().client_program("psql")
    environment, place = without_password(database)
    os.execve(program, ["psql", place, *arguments], {**os.environ, **environment})  # noqa: S606 - a list of words


@command.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
def run(words: tuple[str, ...]) -> None:
    """Run another program with DATABASE_URL set and the database up: newretail db run -- pytest."""
    import signal
    import subprocess

    from newretail import instance

    with instance.database():
        try:
            child = subprocess.Popen(words)
        except FileNotFoundError:
            raise click.ClickException(f"no program {words[0]!r}") from None
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # a Ctrl-C reaches the program itself; wait for how it ends
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        code = child.wait()
    raise SystemExit(code if code >= 0 else 128 - code)
