"""Why a question has no data, and of which days the sources have any."""
