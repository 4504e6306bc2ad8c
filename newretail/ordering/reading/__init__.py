"""The read side: what shoppers, the counter, head office and other rooms see of carts and orders."""
