"""The command line, ``remanso``."""
