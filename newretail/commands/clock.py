"""The store's time."""

import click


@click.group()
def command() -> None:
    """Show the time the store lives in."""


@command.command()
def show() -> None:
    """Print the present of this store and how time passes there."""
    from newretail import instance
    from newretail.kernel import clock

    clock.attach(instance.data_folder())
    reading = clock.reading()
    pace = {"system": "the system's clock", "stepped": "standing still until moved"}.get(
        reading.mode, f"running at {reading.speed:g} simulated seconds a second"
    )
    click.echo(f"{reading.now.isoformat(timespec='seconds')}  {pace}")


@command.command()
@click.option("--start", required=True, help="where it begins: ISO 8601 with a zone")
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, 100_000),
    help="simulated seconds a second; 0 stands still until moved",
)
def create(start: str, speed: float) -> None:
    """Make the data folder one for simulation, with a clock of its own; only a folder without data can become one."""
    from datetime import datetime

    from newretail import instance
    from newretail.kernel import clock

    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        raise click.BadParameter("not an ISO 8601 time", param_hint="--start") from None
    if moment.tzinfo is None:
        raise click.BadParameter("the time needs its zone", param_hint="--start")
    folder = instance.data_folder()
    if any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; the clock of a store with data is never replaced")
    clock.create_simulated(folder, start=moment, speed=speed)
    click.echo(f"{moment.isoformat(timespec='seconds')}  {folder}")
