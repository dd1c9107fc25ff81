"""What the rules of alarms would have raised, and what judging them costs."""
