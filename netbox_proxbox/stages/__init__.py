"""The tasks of the chord, a file for each: what it takes, what it writes, how it fails."""
