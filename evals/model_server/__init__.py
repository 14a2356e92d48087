"""A model server for tests and demonstrations: real HTTP on loopback, scripted by personality."""
