"""What is owed to people, kept until done."""
