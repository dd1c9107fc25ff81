"""The address of a screen: its parameters, the scene it resolves to, and the periods it names."""
