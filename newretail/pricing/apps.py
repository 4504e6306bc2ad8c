from newretail.kernel import rooms


class PricingConfig(rooms.Room):
    name = "newretail.pricing"
