"""The read-only API of a release: its own, and in the shapes of two datasets."""
