"""The first page: what this is, the documented cases and one's own localities, where to begin."""
