"""Index of the tasks: thin doorways, one command each."""
