"""What was asked, what may be more than a question, and what people made of the answers."""
