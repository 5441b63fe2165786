"""What waits for a person: queues, samples, second codings, and how far coders agree."""
