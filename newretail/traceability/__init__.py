"""What happened to goods, in the words of GS1 EPCIS 2.0: told to partners, and receipts heard from them."""
