"""Panels of dispatch: hops between levels, objections, and the playbook beside what was dispatched."""
