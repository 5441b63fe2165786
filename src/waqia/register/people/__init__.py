"""Who may do and see what: roles, credentials, clearances, and what was denied."""
