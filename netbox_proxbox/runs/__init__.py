"""The life of a run: requested, taken, published, executed, ended, and deleted when it is old."""
