"""The pages of the desk, for a browser: one module a page, on one frame."""
