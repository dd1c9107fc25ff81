"""What of the ground an asker may see: the permitted areas, the one that is home, and the refusal of others."""
