"""Figures of the academy as ratios measured in one run; `make bench`. Never part of the test suite."""
