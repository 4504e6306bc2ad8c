"""The chain that runs here: its name and mark, its money, its languages, the conventions of its country. One row, never code."""
