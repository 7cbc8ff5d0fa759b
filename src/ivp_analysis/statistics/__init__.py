"""Pure functions: arrays in, estimates with intervals out."""
