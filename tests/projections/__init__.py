"""Tests of the projections: real ledgers, real folds, real files."""
