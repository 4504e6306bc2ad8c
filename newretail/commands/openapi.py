"""The API's description, for generators of clients."""

from typing import BinaryIO

import click


@click.command()
@click.argument("file", type=click.File("wb"), default="-")
def command(file: BinaryIO) -> None:
    """Write the API's description (OpenAPI 3.1) as JSON.

    FILE: where to; standard output when left out. Needs no database.
    """
    import os

    import orjson
    from django import setup

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newretail.settings")
    setup()
    from newretail.urls import api

    file.write(orjson.dumps(api.get_openapi_schema(), option=orjson.OPT_NON_STR_KEYS))
