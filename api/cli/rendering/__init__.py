"""What commands print: on a screen, as a report, as a list."""
