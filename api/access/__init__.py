"""Who may do what: keys, organisations, sessions, limits."""
