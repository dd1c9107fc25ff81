"""The commands through the running server of a city."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from dashboard.commands.server_file import ServerAddress
from dashboard.errors import ServerFailed

# A load lasts as long as it lasts; everything else is bounded by the server's own time limit.
TIMEOUT = httpx.Timeout(60.0, read=None)


@dataclass(frozen=True)
class Looking:
    """Name and value of the cookie that lets a browser see the screens, and the paths of those that hang on walls."""

    cookie: tuple[str, str]
    walls: frozenset[str]


class RemoteCommands:
    """The same commands as `CityCommands`, asked of the server at `address`. Errors come as ServerFailed."""

    def __init__(self, address: ServerAddress) -> None:
        self.address = address
        headers = {"Authorization": f"Bearer {address.key}"}
        base = f"{address.url}/api/v1/commands"
        self._client = httpx.Client(base_url=base, headers=headers, timeout=TIMEOUT, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def ask(self, question: str, given: Mapping[str, str]) -> dict[str, Any]:
        return dict(self._result_of(question, given))

    def kpi(self, given: Mapping[str, str]) -> dict[str, Any]:
        return dict(self._result_of("kpi", given))

    def kpis(self) -> list[dict[str, Any]]:
        return list(self._result_of("kpis", {}))

    def test_alarms(self, given: Mapping[str, str], progress: Callable[[str, float], None]) -> dict[str, Any]:
        return dict(self._change("test_alarms", given, progress))

    def answer_simulated(self, call: str, areas: list[str]) -> int:
        return int(self._result_of("answer_simulated", {"content": json.dumps({"call": call, "areas": areas})}))

    def switch_mode(self, content: str) -> dict[str, Any]:
        return dict(self._result_of("switch_mode", {"content": content}))

    def keep_case_act(self, content: str) -> dict[str, Any]:
        return dict(self._result_of("keep_case_act", {"content": content}))

    def briefings(self) -> dict[str, Any]:
        return dict(self._result_of("briefings", {}))

    def briefing(self, given: Mapping[str, str], user: str = "") -> dict[str, Any]:
        return dict(self._result_of("briefing", {**given, "user": user}))

    def briefing_again(self, content: str) -> dict[str, Any]:
        return dict(self._result_of("briefing_again", {"content": content}))

    def check(self) -> list[dict[str, Any]]:
        return list(self._result_of("check", {}))

    def add_source(self, name: str, given: Mapping[str, str]) -> str:
        return str(self._result_of("add_source", {**given, "name": name}))

    def remove_source(self, name: str) -> dict[str, Any]:
        return dict(self._result_of("remove_source", {"name": name}))

    def sources(self) -> list[dict[str, Any]]:
        return list(self._result_of("sources", {}))

    def saved(self) -> dict[str, Any]:
        return dict(self._result_of("saved", {}))

    def keep_saved(self, content: str) -> dict[str, Any]:
        return dict(self._result_of("keep_saved", {"content": content}))

    def looking(self) -> Looking:
        """What a browser of the command line needs to look at the screens."""
        with self._asked("cookie", {}) as answer:
            data = json.loads(answer.read())
        return Looking((data["name"], data["value"]), frozenset(data["walls"]))

    def cases(self, given: Mapping[str, str]) -> Iterator[str]:
        with self._asked("cases", given) as answer:
            yield from answer.iter_text()

    def load(self, path: str, options: Mapping[str, str], progress: Callable[[str, float], None]) -> dict[str, Any]:
        return dict(self._change("load", {**options, "path": path}, progress))

    def rebuild(self, progress: Callable[[str, float], None]) -> list[dict[str, Any]]:
        return list(self._change("rebuild", {}, progress))

    def forget(self, given: Mapping[str, str], progress: Callable[[str, float], None]) -> dict[str, Any]:
        return dict(self._change("forget", given, progress))

    def _result_of(self, command: str, given: Mapping[str, str]) -> Any:
        with self._asked(command, given) as answer:
            return json.loads(answer.read())["result"]

    def _change(self, command: str, given: Mapping[str, str], progress: Callable[[str, float], None]) -> Any:
        with self._asked(command, given) as answer:
            for line in answer.iter_lines():
                data = json.loads(line)
                if "step" in data:
                    progress(data["step"], data["done"])
                elif "sentence" in data:
                    raise _failed(data)
                else:
                    return data["result"]
        raise ServerFailed("The server ended before the command was done; look into its log.")

    @contextmanager
    def _asked(self, command: str, given: Mapping[str, str]) -> Iterator[httpx.Response]:
        try:
            with self._client.stream("POST", f"/{command}", json=dict(given)) as answer:
                if answer.status_code != 200:
                    raise _failed(_error_of(answer))
                yield answer
        except httpx.HTTPError as error:
            raise ServerFailed(f"The server at {self.address.url} does not answer ({error}).") from error


def _error_of(answer: httpx.Response) -> dict[str, str]:
    try:
        return dict(json.loads(answer.read()))
    except ValueError:
        return {"sentence": f"The server answered {answer.status_code} without a sentence."}


def _failed(data: Mapping[str, str]) -> ServerFailed:
    return ServerFailed(data.get("sentence", "The server refused."), name=data.get("error", ""))
