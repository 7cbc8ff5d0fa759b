"""Charts, maps and tables; each figure with an alternative text."""
