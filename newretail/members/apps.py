from newretail.kernel import rooms


class MembersConfig(rooms.Room):
    name = "newretail.members"
