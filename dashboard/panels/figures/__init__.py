"""Panels that people work with: figures of Plotly, which the browser draws from what is asked here."""
