"""What the review packs page can be asked to begin with."""

VERIFY = "verify_pack"
