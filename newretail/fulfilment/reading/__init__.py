"""The read side: what others, the fronts and head office see of the work."""
