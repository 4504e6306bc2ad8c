from newretail.kernel.rooms import Room


class PricingConfig(Room):
    name = "newretail.pricing"
