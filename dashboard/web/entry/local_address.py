"""Where somebody wants to go: a path of this server alone."""


def local_address(target: str | None) -> str:
    """A path of this server, never another one's: `//host`, `/\\host` and addresses with a scheme become `/`."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return target if all(character.isprintable() for character in target) else "/"
