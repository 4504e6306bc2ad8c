"""What a parcel waits for."""
