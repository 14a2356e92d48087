"""One pure function a metric: an expectation and an answer to a Score with its reason."""
