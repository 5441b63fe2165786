"""Work in the background: what was asked for, what became of it, and who is at it."""
