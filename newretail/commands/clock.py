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
