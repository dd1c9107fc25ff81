"""How cases are dispatched: the playbook of categories that a city declares, and what was dispatched beside it."""
