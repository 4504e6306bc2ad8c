"""The commands of `newretail`, one file each.

To add one, add a file with the command's name (`labels.py`; a trailing underscore where Python has the word: `import_.py`) that
holds a `command`:

    import click

    @click.command()
    @click.option("--store", required=True)
    def command(store: str) -> None:
        "Print shelf labels to a PDF."          # the first line is shown by `newretail --help`
        from newretail import instance

        with instance.django():                  # database running, Django set up
            from newretail.storefront import api

            api.print_labels(store=store)

`newretail --help` reads every file here, so import nothing but click at the top: contexts and Django inside the function.
"""
