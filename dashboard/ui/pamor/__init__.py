"""The pages of a Satgas Pamor: the list, one case, and the forms to apply for a resident."""
