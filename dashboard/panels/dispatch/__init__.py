"""Panels of dispatch: the playbook beside what was dispatched."""
