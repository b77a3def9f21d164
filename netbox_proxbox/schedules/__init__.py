"""When an endpoint is due, and when it is overdue."""
