"""The advice questioned: why this above that, why not higher, what would change it, what if."""
