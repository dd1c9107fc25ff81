"""Accounts of people and walls: their file, passwords, second factors, sessions, and how many mistakes are answered."""
