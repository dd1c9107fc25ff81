"""Roll-calls: which centres a call reaches, who has answered and how soon."""
