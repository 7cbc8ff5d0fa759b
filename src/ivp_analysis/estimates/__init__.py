"""The indicators of the field, from tables by statistics."""
