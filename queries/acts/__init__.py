"""Acts of people as deliveries: their kinds, what is refused, the rows of landing/, and what stands as of a moment."""
