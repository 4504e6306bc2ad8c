"""The whole store on one machine."""

from pathlib import Path

import click


@click.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="the port for people")
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option(
    "--data",
    "path",
    default="data/demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="the demo's folder",
)
@click.option("--chain", help="which sample chain  [default: the first one]")
@click.option("--reset", is_flag=True, help="begin anew: remove everything the demo ever did")
@click.option(
    "--catalogue",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="add the products of this file",
)
@click.option("--no-city", is_flag=True, help="leave out the simulated shoppers and staff")
@click.option(
    "--speed",
    default=5.0,
    show_default=True,
    type=click.FloatRange(1, 600),
    help="simulated seconds per second",
)
@click.option("--orders", type=click.IntRange(1), help="end when the city has done this many orders")
def command(
    port: int,
    host: str,
    path: Path,
    chain: str | None,
    reset: bool,
    catalogue: Path | None,
    no_city: bool,
    speed: float,
    orders: int | None,
) -> None:
    """Run a sample chain with everything around it, until Ctrl-C."""
    from newretail.demo.folder import DemoRunning, NotADemoFolder
    from newretail.demo.run_demo import DemoPlan, PortTaken, run_demo
    from newretail.embedded.supervise import ProgramFailed
    from newretail.samples import FIRST, sample_chains

    if no_city and orders:
        raise click.UsageError("--orders are the city's; leave out --no-city")
    if chain and chain not in sample_chains():
        raise click.BadParameter(f"one of {', '.join(sample_chains())}", param_hint="--chain")
    plan = DemoPlan(
        chain=chain or FIRST,
        port=port,
        host=host,
        catalogue=catalogue,
        city=not no_city,
        speed=speed,
        orders=orders,
    )
    try:
        run_demo(path, plan=plan, reset=reset)
    except NotADemoFolder as error:
        raise click.ClickException(
            f"{error} is not a demo's folder and not empty; choose another with --data"
        ) from None
    except DemoRunning as error:
        raise click.ClickException(f"a demo runs in {error} already") from None
    except PortTaken as error:
        raise click.ClickException(f"port {error} is taken; choose another: make demo PORT=8001") from None
    except ProgramFailed as failure:
        raise click.ClickException(str(failure)) from None
