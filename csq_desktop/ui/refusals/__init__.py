"""The log book of refusals as a register."""
