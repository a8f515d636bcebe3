"""What stands behind the `helpdesk` command, one file for each kind of person who types it."""
