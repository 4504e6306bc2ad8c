"""What every table of the back office has in common: Django admin base classes, and columns as people read them."""
