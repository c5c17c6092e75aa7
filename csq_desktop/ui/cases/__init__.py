"""What the features that add to the page of a case share: its parts and their forms."""
