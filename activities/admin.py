"""Index of the slices' admin pages."""
