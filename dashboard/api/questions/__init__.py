"""Questions by named texts over HTTP: how a route that answers one is declared."""
