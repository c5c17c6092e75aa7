"""Evidence files of cases: adding, looking at, blacking out, voiding, saving a copy outside."""
