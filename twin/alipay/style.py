"""How the wallet's pages look: their style sheet, with the product's own tokens and what these pages add, and their mark."""

from importlib.resources import files

STYLE = files("twin.alipay").joinpath("wallet.css").read_text(encoding="utf-8")
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f5fd0"/>'
    '<path d="M7 11h18v12H7zM7 15h18" fill="none" stroke="#fff" stroke-width="2.5"/></svg>'
)
"""A card, for the browser's tab."""
