"""Telling alarms outside: declared receivers, messages grouped from news of alarms, webhook and mail."""
