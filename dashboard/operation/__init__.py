"""The mode of operation as people are told of it, and what they do about it: go to emergency operation and back."""
