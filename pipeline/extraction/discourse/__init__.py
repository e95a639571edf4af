"""What lies between sentences: dates in context, countries in focus, persons, sources. See `context.Discourse`."""
