"""Where records lie: the tables, their history and its proof, migrations and backups."""
