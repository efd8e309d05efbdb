"""How Remanso is reached: over REST and from the command line."""
