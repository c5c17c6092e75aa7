"""Tables, and models that stay quick over a million rows."""
