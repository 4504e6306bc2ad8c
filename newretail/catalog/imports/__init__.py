"""Reading product files: what is in them, row by row, never more than a few at a time."""
