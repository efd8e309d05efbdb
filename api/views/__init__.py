"""What is shown of the knowledge base and of the store: plain models, in one language."""
