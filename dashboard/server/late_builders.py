"""Routes that write the code which builds their addresses when somebody first builds one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Rule


class LateRule(Rule):
    """A route as Flask has it. Werkzeug compiles two functions for each of them at the start, three quarters of the
    time that an application takes to be made; yiping reads addresses, and builds hardly any of a route."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build
