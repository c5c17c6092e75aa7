"""Letters on the page of a case: writing, reviewing, issuing and sending them."""
