"""The operator's pages: what is held, what was asked, what was thought of it. For one key alone."""
