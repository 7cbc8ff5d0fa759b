"""Dutch numbers and sentences."""
