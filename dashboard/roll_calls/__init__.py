"""Roll-calls as people are told of them, and what they do about them: call, answer, end."""
