"""What is fast, against what: each module prints ratios of things measured in the same run, with peak memory."""
