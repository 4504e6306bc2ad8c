"""Bags come over the conveyor, become a parcel, and leave the packing table."""
