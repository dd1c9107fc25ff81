"""What is believed of a provider of identities, and what is not."""
