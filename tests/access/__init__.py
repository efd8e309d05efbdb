"""Who may do what, tried as those would who may not."""
