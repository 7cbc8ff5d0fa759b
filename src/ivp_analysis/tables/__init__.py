"""What a processed table looks like, the ledger, and the store."""
