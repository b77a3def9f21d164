"""What people are told of: event types of our own, and an outbox that hands each event to NetBox's event rules."""
