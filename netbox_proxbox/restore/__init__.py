"""Bringing back what a run deleted, from NetBox's change log."""
