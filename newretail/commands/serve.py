"""The web server."""

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="port to listen on")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="processes")
def command(host: str, port: int, workers: int) -> None:
    """Serve people and machines over HTTP."""
    import os

    from newretail import instance

    os.environ["PORT"] = str(port)
    instance.share_metrics(f"serve-{port}")
    with instance.django():
        instance.check_schema()
        _guide()
        from granian import Granian
        from granian.constants import HTTPModes
        from granian.http import HTTP1Settings

        from newretail.connections import MOST_BUFFERED, SILENT_SECONDS, most_connections
        from newretail.kernel import logs

        Granian(
            "newretail.port:application",
            address=host,
            port=port,
            interface="rsgi",  # type: ignore[arg-type]
            workers=workers,
            backlog=2048,
            backpressure=most_connections(),
            http=HTTPModes.http1,  # over HTTP/2 one connection holds as many requests as it likes; a proxy in front may speak it
            http1_settings=HTTP1Settings(
                header_read_timeout=1000 * SILENT_SECONDS,
                max_buffer_size=MOST_BUFFERED,
            ),
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=5,
            log_access=False,
            log_dictconfig=logs.configuration(),
        ).serve()


def _guide() -> None:
    """On a database where nobody is head office yet, say what comes first."""
    from django.db import connections

    from newretail.stores.api import has_head_office

    if not has_head_office():
        click.echo(
            "» Nobody is head office here yet. Run: newretail setup --email you@example.com --currency EUR"
        )
    connections.close_all()  # nobody who is forked from here may share one
