"""The privacy notice, made answerable."""
