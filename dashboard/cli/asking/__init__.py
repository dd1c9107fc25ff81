"""Commands that ask a question of a city and print the answer: how one is declared, and the options that they share."""
