from newretail.kernel import rooms


class TraceabilityConfig(rooms.Room):
    name = "newretail.traceability"
