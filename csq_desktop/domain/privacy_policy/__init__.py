"""The privacy policy statement (PDPO, DPP5): what the public is told, and if it still holds."""
