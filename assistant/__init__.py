"""Answers one turn of a conversation from what the store holds."""
