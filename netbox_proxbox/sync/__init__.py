"""What a reading means for NetBox: what is created, updated and deleted, and who writes it."""
