from newretail.kernel.rooms import Room


class PaymentsConfig(Room):
    name = "newretail.payments"
