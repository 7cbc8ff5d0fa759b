"""The verbs that the notebooks call."""
