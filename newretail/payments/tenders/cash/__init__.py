"""Cash over a counter: taken by a cashier into an open drawer, and handed out of one."""
