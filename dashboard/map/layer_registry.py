"""All map layers in their order: every module of `layers/` that declares a LAYER."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from dashboard.map import layers
from dashboard.map.layer import MapLayer


def _declared() -> tuple[MapLayer, ...]:
    names = [module.name for module in pkgutil.iter_modules(layers.__path__)]
    modules = [import_module(f"{layers.__name__}.{name}") for name in names]
    found = [module.LAYER for module in modules if hasattr(module, "LAYER")]
    return tuple(sorted(found, key=lambda layer: (layer.order, layer.key)))


LAYERS = _declared()
