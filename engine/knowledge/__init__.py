"""The knowledge base: files under ``rules/`` read, checked and frozen into one object."""
