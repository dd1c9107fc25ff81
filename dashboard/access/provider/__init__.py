"""The organisation's provider of identities (OpenID Connect): where it is, and what it says of who signs in there."""
