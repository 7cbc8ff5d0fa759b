"""Writes the synthetic sample deliveries."""
