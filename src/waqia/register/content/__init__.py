"""What a desk records: sources, accounts and incidents, how they come in and go out."""
