"""Room 5: the migration system as a model, under policy scenarios."""
