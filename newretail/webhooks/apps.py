from newretail.kernel.rooms import Room


class WebhooksConfig(Room):
    name = "newretail.webhooks"
