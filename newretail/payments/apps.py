from newretail.kernel import rooms


class PaymentsConfig(rooms.Room):
    name = "newretail.payments"
