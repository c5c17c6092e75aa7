"""Problems that several complaints have in common."""
