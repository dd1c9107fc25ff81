"""The demo city: Zhengzhou's published districts, streets and communities, with grids derived within them."""

from geodata.zhengzhou.build import SEED, build_zhengzhou

__all__ = ["SEED", "build_zhengzhou"]
