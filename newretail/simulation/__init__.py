"""The handles of a simulated city: its time, and whether the books still balance. Closed in a store on real time."""
