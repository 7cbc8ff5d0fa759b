"""The words that everything else speaks: themes, codes, villages, editions, parameters, findings."""
