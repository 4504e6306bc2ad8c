"""A shop put away whole, and brought back: its database, and what of it lies in the data folder."""
