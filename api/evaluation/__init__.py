"""Evaluations: in processes of their own, a few at once, a few more waiting, the rest refused."""
