"""Advice on whole tables over REST: taken in, worked out in processes of their own, kept."""
