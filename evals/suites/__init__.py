"""Suites whose cases are made from an index: what to ask of it, and what is right."""
