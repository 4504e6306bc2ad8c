"""The demo: a whole sample chain on one machine, in one folder, with the simulated world around it."""
