"""`python -m newretail` is `newretail`."""

from newretail.cli import main

main()
