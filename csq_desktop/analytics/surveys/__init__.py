"""Survey scores: means, CSAT, NPS, CES and SERVQUAL gaps."""
