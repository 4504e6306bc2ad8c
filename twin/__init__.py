"""The simulated world around the store: its payment gateway, its shoppers, its staff, its couriers.

Everything here knows the store only as the outside world does, over HTTP, and imports nothing of it.
"""
