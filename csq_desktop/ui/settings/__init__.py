"""Settings of the shop, its users, this computer; the audit trail; backups."""
