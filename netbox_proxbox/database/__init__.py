"""What every part of the plugin needs of PostgreSQL: transactions, its time, and whose rows these are."""
