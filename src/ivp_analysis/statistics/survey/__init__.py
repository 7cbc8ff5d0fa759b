"""Estimates from samples of people: weights, design-based errors, intervals, differences, and small areas."""
