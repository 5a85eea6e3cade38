"""The stock of blank cards: the line beside the queue, and the page of the ledger."""
