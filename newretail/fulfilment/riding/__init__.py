"""Couriers, their trips, and the doors they come to."""
