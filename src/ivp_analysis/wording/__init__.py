"""Dutch numbers and sentences, and text made fit for a page."""
