"""Bearer tokens for devices and integrations."""

from datetime import datetime, timedelta

import click

from newretail.members.rules import INTEGRATION_DAYS, LONGEST_INTEGRATION_DAYS

ROLES = ("picker", "packer", "cashier", "courier", "manager", "device", "head_office")


@click.command()
@click.option("--label", required=True, help="What or whom the token is for, as it will be listed.")
@click.option(
    "--scope", "scopes", multiple=True, help="What an integration may do, e.g. webhooks. Repeatable."
)
@click.option("--role", type=click.Choice(ROLES), help="What a device may do at a store.")
@click.option("--store", "store_id", default="", help="The store of the role.")
@click.option("--email", default="", help="Make it a token of this person instead of a device's.")
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_INTEGRATION_DAYS),
    default=INTEGRATION_DAYS,
    show_default=True,
    help="How long it is good.",
)
def command(
    label: str, scopes: tuple[str, ...], role: str | None, store_id: str, email: str, days: int
) -> None:
    """Make a bearer token and print it, once. Without --email it belongs to a device of its own."""
    from newretail import instance

    if email and role:
        raise click.UsageError("roles of people are given in the back office")
    if bool(role and role != "head_office") != bool(store_id):
        raise click.UsageError("--role and --store belong together (head_office is everywhere)")
    with instance.django():
        from newretail.kernel import clock
        from newretail.kernel.errors import Refusal

        expires_at = clock.now() + timedelta(days=days)
        try:
            secret = _issue(label, scopes, role, store_id, email, expires_at)
        except Refusal as refused:
            raise click.ClickException(refused.say()) from None
    click.echo(secret)


def _issue(
    label: str,
    scopes: tuple[str, ...],
    role: str | None,
    store_id: str,
    email: str,
    expires_at: datetime,
) -> str:
    from django.db import transaction

    from newretail.kernel import actor
    from newretail.members import api as members
    from newretail.stores import api as stores
    from newretail.stores.api import Role

    with transaction.atomic():
        if email:
            return members.issue_token_to(email=email, label=label, scopes=scopes, expires_at=expires_at)
        device, secret = members.open_device(label=label, scopes=scopes, expires_at=expires_at)
        if role:
            stores.grant_role(
                member_id=device.id, role=Role(role), store_id=store_id, by=actor.of_program("token")
            )
        return secret
