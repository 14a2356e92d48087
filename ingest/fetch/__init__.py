"""Pages of named sites: over https, from public addresses, within limits; see README.md."""
