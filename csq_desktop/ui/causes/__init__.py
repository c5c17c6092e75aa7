"""Why a case arose."""
