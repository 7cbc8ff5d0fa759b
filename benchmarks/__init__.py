"""Measures how fast notebooks run, beside the other ways to run them: `make bench` writes RESULTS.md."""
