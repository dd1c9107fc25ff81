"""Names of persons in a text, by what stands around them: Chinese ones and those in Latin letters."""
