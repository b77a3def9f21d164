"""Asking for one endpoint: its registration, its topology, its metrics, and how its backend bears that."""
