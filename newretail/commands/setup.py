"""The first steps of a chain."""

import click


@click.command()
@click.option("--email", required=True, help="Who runs the chain.")
@click.option("--name", default="Our stores", show_default=True, help="What the chain is called.")
@click.option("--currency", required=True, help="What its stores take, ISO 4217.")
@click.option(
    "--languages", default="zh,en,ko", show_default=True, help="Offered to people, the first by default."
)
@click.option("--country", default="", help="ISO 3166, e.g. for how phone numbers are read.")
@click.option(
    "--time-zone", default="UTC", show_default=True, help="Where its clocks stand, e.g. Europe/Rome."
)
def command(email: str, name: str, currency: str, languages: str, country: str, time_zone: str) -> None:
    """Begin a chain in an empty database: its row, one person at head office, and a link that signs them in."""
    from newretail import instance

    spoken = [each.strip() for each in languages.split(",") if each.strip()]
    described = {
        "names": {spoken[0] if spoken else "en": name},
        "mark_letter": name[:1],
        "currency": currency,
        "languages": spoken,
        "label_languages": spoken[:3],
        "badge_prefix": "STORE",
        "country": country,
        "time_zone": time_zone,
    }
    with instance.django():
        instance.check_schema()
        from newretail.kernel.errors import Refusal
        from newretail.setup_chain import begin_chain
        from newretail.stores import api as stores

        try:
            code = begin_chain(described=described, email=email)
        except Refusal as refused:
            raise click.ClickException(refused.say()) from None
        link = stores.badge_link(code, roles=frozenset({stores.Role.HEAD_OFFICE.value}))
    click.echo(
        f"{name} has begun. Head office signs in with this link; it is shown once, so keep it like a key:"
    )
    click.echo(f"  {link}")
    click.echo("It leads through the first store, product, price, goods and sale.")
    click.echo(f"The back office at /admin/ takes a code sent to {email}: sign in at /accounts/login/")
