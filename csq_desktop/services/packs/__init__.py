"""The monthly review pack: gathering its facts, issuing and reprinting it."""
