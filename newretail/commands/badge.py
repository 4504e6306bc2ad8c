"""Badges of the staff."""

import click


@click.command()
@click.option("--store", "store_id", default="", help="Where they work. [head office]")
@click.option("--email", required=True, help="Whose badge it is.")
def command(store_id: str, email: str) -> None:
    """Make a badge and print the link it opens."""
    from newretail import instance

    with instance.django():
        from newretail.kernel import actor
        from newretail.kernel.errors import Refusal
        from newretail.members import api as members
        from newretail.stores import api as stores

        try:
            member_id = members.member_of(email=email)
            roles = stores.roles_at(store_id, member_id)
            _, code = stores.issue_badge(member_id=member_id, store_id=store_id, by=actor.of_program("badge"))
        except Refusal as refused:
            raise click.ClickException(refused.say()) from None
        click.echo(stores.badge_link(code, roles=roles))
