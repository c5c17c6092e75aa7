"""The monthly review pack: from ready facts to printed pages."""
