"""Runs notebooks: the matrix, the runner, the recap."""
