"""The keys of a store: slots, passphrases, recovery, sealing."""
