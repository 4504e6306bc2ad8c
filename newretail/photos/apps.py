from newretail.kernel.rooms import Room


class PhotosConfig(Room):
    name = "newretail.photos"
