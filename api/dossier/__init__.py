"""A decision in one signed file that anyone can check without this server."""
