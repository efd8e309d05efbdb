"""Signing in with a key, where a server asks for one, and out again."""
