from newretail.kernel import rooms


class SimulationConfig(rooms.Room):
    name = "newretail.simulation"
