"""What other Python code in NetBox may call."""
