"""Slack at the rim: the only rooms where slack_bolt and slack_sdk exist."""
