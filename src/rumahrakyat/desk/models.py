"""Face to face: queue numbers, counters, receipts, the day of a service point."""
