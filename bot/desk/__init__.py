"""What happens at the desk: one function is one transaction."""
