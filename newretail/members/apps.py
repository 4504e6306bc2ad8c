from newretail.kernel.rooms import Room


class MembersConfig(Room):
    name = "newretail.members"
