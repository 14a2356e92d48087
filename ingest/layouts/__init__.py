"""What blocks mean: sections, claims and listing rows. `page.read_page` is the way in."""
