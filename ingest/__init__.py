"""Fills the store from files, folders and pages."""
