"""Measurements: one file per benchmark, each prints one table."""
