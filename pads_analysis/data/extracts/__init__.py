"""Extracts: what authorities disclose about incidents, read through a map and held to the contract of its data set."""
