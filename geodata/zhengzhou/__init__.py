"""The demo city: Zhengzhou's published districts, streets and communities, with grids derived within them."""
