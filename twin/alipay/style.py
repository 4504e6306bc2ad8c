"""The style sheet of the wallet's pages: the product's own tokens, and what these pages add."""

from importlib.resources import files

STYLE = files("twin.alipay").joinpath("wallet.css").read_text(encoding="utf-8")
