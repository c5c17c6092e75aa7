"""What pages are made of: pages, dialogs, forms, tables, charts."""
