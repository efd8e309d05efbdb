"""Many localities at once: a table sent, its advice followed, read, filtered and taken along."""
