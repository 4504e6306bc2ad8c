from newretail.kernel import rooms


class WebhooksConfig(rooms.Room):
    name = "newretail.webhooks"
