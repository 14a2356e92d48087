"""What is known: pages, passages, programs and claims, and the queries over them.

Start at `snapshot.py`; README.md has the map and the decisions. Importing this has no effects.
"""
