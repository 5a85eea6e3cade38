"""One application as its officer sees it, beside the queue or on a page of its own."""
