"""An audit of the verifier: lies and true paraphrases that share nothing with it."""
