"""A picker takes goods from shelves into bags."""
