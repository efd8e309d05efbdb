"""Two localities, or two versions of one, side by side."""
