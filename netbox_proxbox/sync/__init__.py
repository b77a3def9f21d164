"""The meaning of a sync: what changes in NetBox, who writes it, and the life of a run."""
