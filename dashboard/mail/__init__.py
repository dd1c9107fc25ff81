"""Mail by SMTP: how a receiver of it is declared, and how one is sent, within a time."""
