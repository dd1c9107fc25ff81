"""What is loaded at once: files and segments of landing/ opened together, their rows and where each came from."""
