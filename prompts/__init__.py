"""What is said to models: one file per prompt version."""
