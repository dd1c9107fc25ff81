"""Commands about the governance loops, their lists, and what people decide and enter about cases."""
