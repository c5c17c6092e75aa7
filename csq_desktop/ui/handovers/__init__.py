"""Hand-overs on the page of a case."""
