"""Telling other people's systems what has happened: signed, at least once, with a log of every attempt."""
