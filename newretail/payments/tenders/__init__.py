"""The tenders: a folder each, and `registry.py` that names them."""
