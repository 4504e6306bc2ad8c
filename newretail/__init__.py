"""newretail: the open-source system that runs a chain of new-retail stores."""

__version__ = "0.1.0"
