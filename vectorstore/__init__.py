"""What is known: pages, passages, programs and claims, and the queries over them."""
