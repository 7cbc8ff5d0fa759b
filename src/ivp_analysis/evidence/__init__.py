"""What the estimates carry: comparisons, trends and other tests, over all figures of an edition at once."""
