"""What a question may cost: its time, memory and place among others, and the answers that are kept."""
