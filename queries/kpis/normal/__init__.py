"""What is normal for a question: the comparable moments of the weeks before, and the band of what was then."""
