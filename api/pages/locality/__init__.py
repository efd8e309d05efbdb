"""The advice for one locality."""
