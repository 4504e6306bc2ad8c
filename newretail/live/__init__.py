"""Following an order, a store's work or a courier's trip as it happens."""
