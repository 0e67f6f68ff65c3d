"""The rules of the sitting, one module a theme; ``book`` gathers them."""
