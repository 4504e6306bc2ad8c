"""The browser fronts, as they were built from `web/`: shop, floor, ride and head office. No rule lives here or there."""
