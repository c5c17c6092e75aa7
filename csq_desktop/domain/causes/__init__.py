"""Why a complaint arose: its main cause, others beside it, and the questions that led there."""
