"""The rules of codes: pure functions on text, no database, no clock."""
