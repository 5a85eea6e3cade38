"""The list of documents that nobody fetches, a part of the counter."""
