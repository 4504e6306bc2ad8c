"""The worker."""

import click


@click.command()
def command() -> None:
    """Run what is due: expiries, notices, webhooks, reconciliation."""
    import signal
    import threading

    from newretail import instance

    instance.share_metrics("jobs")
    with instance.django():
        instance.check_schema()
        from newretail.kernel import jobs

        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):  # asked to stop, it ends what it is doing first
            signal.signal(number, lambda *_: stopping.set())
        jobs.run_forever(stop=stopping.is_set)
