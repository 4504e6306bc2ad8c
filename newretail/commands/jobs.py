"""The worker."""

import click


@click.command()
def command() -> None:
    """Run what is due: expiries, notices, webhooks, reconciliation."""
    from newretail import instance

    with instance.django():
        from newretail.kernel import jobs

        jobs.run_forever()
