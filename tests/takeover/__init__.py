"""Coming from upstream's plugin: `upstream-*.sql.gz` is what a takeover of the real one left behind."""
