"""A card terminal beside the counter, of whichever bank: it speaks to its bank, and staff type in what its slip says."""
