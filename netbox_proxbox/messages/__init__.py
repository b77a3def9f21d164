"""Where Celery's messages go, and who sends them."""
