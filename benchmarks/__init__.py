"""Measures how fast notebooks run, beside the other ways to run them, and how fast findings are computed.

`make bench` writes RESULTS.md, ``python -m benchmarks.findings`` FINDINGS.md.
"""
