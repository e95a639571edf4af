"""Trade flows: whose trade with whom, and which amounts are parts of which. `frame` makes the claims."""
