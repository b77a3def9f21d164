"""The brokers that a NetBox can have here: Valkey alone, Valkey with Sentinel, or RabbitMQ."""
