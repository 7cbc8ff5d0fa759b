"""One reader per format; the only room that asks outside services for data."""
