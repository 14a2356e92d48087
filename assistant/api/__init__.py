"""The HTTP face: the only part that knows the web framework."""
