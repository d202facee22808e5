"""Views of the roof, a file for each page and what belongs to it."""
