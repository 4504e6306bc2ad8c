"""What every folder stands on: the rows of one piece of work, found and locked in order, and the clocks of its stages."""
