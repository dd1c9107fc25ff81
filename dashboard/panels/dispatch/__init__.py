"""Panels of dispatch: hops between levels, and the playbook beside what was dispatched."""
