"""What an edition estimates from surveys: weights, estimates, comparisons, response, and what lies beside police figures."""
