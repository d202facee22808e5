"""Starts PostgreSQL, Redis and the app's own processes; imports no Django."""
