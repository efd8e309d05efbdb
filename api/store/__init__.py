"""What is kept: localities, every version of their profiles, and the decisions about them."""
