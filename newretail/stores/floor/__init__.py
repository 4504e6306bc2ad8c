"""The floor of a store as a drawn plan: what stands where, in metres, and how far it is to walk."""
