"""Raw articles in, published data out. Each folder is a room, in the order in which data flows."""
