"""What the command line asks of an opened city, as plain data: done here, or by the running server over HTTP."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pyarrow as pa

from dashboard.access.actor import COMMAND_LINE
from dashboard.access.audit.request_audit import entered_command
from dashboard.alarms.answering import AlarmAnswering
from dashboard.alarms.listing import test_as_json
from dashboard.briefings.briefing_answers import briefings_as_json, read_document
from dashboard.briefings.composing.again import composed_again
from dashboard.briefings.composing.composing import composed
from dashboard.cases import csv_list, list_pages, xlsx_list
from dashboard.commands import check, file_loading, forgetting, source_register
from dashboard.commands.audit_lines import audit_line
from dashboard.commands.city_questions import QUESTIONS
from dashboard.commands.compared import compared
from dashboard.commands.normal_answers import with_normal
from dashboard.governance.case_acts import CaseAct, CaseActs
from dashboard.governance.entering_values import EnteringValues
from dashboard.governance.keeping_kinds import KeepingKinds
from dashboard.intake.acts_sent import read_act
from dashboard.intake.receiver import Receiver
from dashboard.operation.switching import ModeAct, Switching
from dashboard.roll_calls.calling import Calling
from dashboard.roll_calls.simulated_answers import SimulatedAnswers, keep_simulated_answers
from dashboard.saved.file_format import read_file
from dashboard.saved.keeping import Keeping
from dashboard.settings import Settings
from dashboard.view import question_parameters
from dashboard.view.registry import Registry
from dashboard.words.catalogue import Catalogue, catalogue
from dashboard.words.part_names import with_part_names
from queries.city import City
from queries.values import CasesWanted

Progress = Callable[[str, float], None]


class Commands(Protocol):
    """The commands that work both beside a running server and without one. Every value can be written as JSON."""

    def ask(self, question: str, given: Mapping[str, str]) -> dict[str, Any]: ...
    def kpi(self, given: Mapping[str, str]) -> dict[str, Any]: ...
    def kpis(self) -> list[dict[str, Any]]: ...

    def test_alarms(self, given: Mapping[str, str], progress: Progress) -> dict[str, Any]: ...
    def switch_mode(self, content: str) -> dict[str, Any]: ...
    def keep_case_act(self, content: str) -> dict[str, Any]: ...

    def briefings(self) -> dict[str, Any]: ...
    def briefing(self, given: Mapping[str, str], user: str = "") -> dict[str, Any]: ...
    def briefing_again(self, content: str) -> dict[str, Any]: ...
    def cases(self, given: Mapping[str, str]) -> Iterator[str]: ...
    def load(self, path: str, options: Mapping[str, str], progress: Progress) -> dict[str, Any]: ...
    def rebuild(self, progress: Progress) -> list[dict[str, Any]]: ...
    def forget(self, given: Mapping[str, str], progress: Progress) -> dict[str, Any]: ...
    def check(self) -> list[dict[str, Any]]: ...
    def add_source(self, name: str, given: Mapping[str, str]) -> str: ...
    def remove_source(self, name: str) -> dict[str, Any]: ...
    def sources(self) -> list[dict[str, Any]]: ...
    def saved(self) -> dict[str, Any]: ...
    def keep_saved(self, content: str) -> dict[str, Any]: ...


class CityCommands:
    """The commands on a city that this process has opened; files are loaded by its `reception`, where it has one.
    screens: the registry of screens, which only what is saved of them needs."""

    def __init__(
        self,
        city: City,
        settings: Settings,
        reception: Receiver | None = None,
        screens: Callable[[], Registry] | None = None,
    ) -> None:
        self.city, self.settings, self._reception, self._screens = city, settings, reception, screens

    def ask(self, question: str, given: Mapping[str, str]) -> dict[str, Any]:
        """The answer to one of QUESTIONS. Raises BadParameter, UnknownMetric, UnknownArea, OutsideScope, NotFound,
        QuestionRefused and TooSlow."""
        return QUESTIONS[question](self.city, given, self._words(given))

    def kpi(self, given: Mapping[str, str]) -> dict[str, Any]:
        """One answer, on demand with what is normal. Raises BadParameter, UnknownMetric, UnknownArea, TooSlow."""
        question = question_parameters.question(given, self.city)
        is_normal_wanted = question_parameters.wants_normal(given)
        against = question_parameters.wanted_against(given)
        words = self._words(given)
        answer = self.city.kpis.ask(question)
        told = with_part_names(answer.as_json(), question.by, words)
        if is_normal_wanted:
            told = with_normal(self.city, question, answer, told)
        if against:
            told["compared"] = compared(self.city, question, answer, against)
        return told

    def kpis(self) -> list[dict[str, Any]]:
        """The dictionary, one object per KPI in its order."""
        return [asdict(metric) for metric in self.city.kpis.dictionary.values()]

    def test_alarms(self, given: Mapping[str, str], progress: Progress) -> dict[str, Any]:
        """What the rules of alarms would have raised on past days. Raises BadParameter."""
        return test_as_json(self.city, given, self._words(given), progress)

    def answering(self) -> AlarmAnswering:
        """What keeps answers to alarms of this city."""
        return AlarmAnswering(self.city, self._reception)

    def calling(self) -> Calling:
        """What keeps acts about roll-calls of this city."""
        return Calling(self.city, self._reception)

    def answer_simulated(self, content: str) -> int:
        """Let simulated centres answer, by the JSON of `SimulatedAnswers`; how many did. Raises BadParameter,
        ActRefused and NotFound."""
        return keep_simulated_answers(self.city, read_act(SimulatedAnswers, content), self._reception)

    def switching(self) -> Switching:
        """What keeps switches of the mode of this city."""
        return Switching(self.city, self._reception)

    def switch_mode(self, content: str) -> dict[str, Any]:
        """Switch an area, by the JSON of a `ModeAct`. Raises BadParameter, UnknownArea and ActRefused."""
        return self.switching().keep(read_act(ModeAct, content), COMMAND_LINE).model_dump()

    def keep_case_act(self, content: str) -> dict[str, Any]:
        """Keep an act about a case, by the JSON of a `CaseAct`. Raises BadParameter, NotFound and ActRefused."""
        return CaseActs(self.city, self._reception).keep(read_act(CaseAct, content), COMMAND_LINE).model_dump()

    def entering_values(self) -> EnteringValues:
        """What keeps values that people enter for evaluations of this city."""
        return EnteringValues(self.city, self._reception)

    def keeping_kinds(self) -> KeepingKinds:
        """What keeps acts about kinds that recur in this city."""
        return KeepingKinds(self.city, self._reception)

    def briefings(self) -> dict[str, Any]:
        """The briefings that the city can fill."""
        return briefings_as_json(self.city)

    def briefing(self, given: Mapping[str, str], user: str = "") -> dict[str, Any]:
        """A briefing composed, with its drawings. user: of this machine, who gave the command. Raises as `kpi`."""
        made_by = self._words(given)("saved.user_of_machine", user=user) if user else ""
        return composed(self.city, self._registry(), given, made_by).as_json()

    def briefing_again(self, content: str) -> dict[str, Any]:
        """What became of the numbers of a briefing, by the JSON of its document. Raises as `briefing`."""
        return composed_again(self.city, self._registry(), read_document(content))

    def cases(self, given: Mapping[str, str]) -> Iterator[str]:
        """Pieces of the CSV behind a number; errors are raised now, not while the pieces are read."""
        return csv_list.csv_lines(self._case_rows(given), ZoneInfo(self.city.profile.zone))

    def cases_as_workbook(self, given: Mapping[str, str]) -> Iterator[bytes]:
        """Pieces of an Excel workbook of the same. Raises BadParameter for more than a sheet holds."""
        n = self.city.kpis.case_count(question_parameters.question(given, self.city))
        xlsx_list.refuse_too_many(min(n, question_parameters.limit(given) or n))
        return xlsx_list.xlsx_bytes(self._case_rows(given), ZoneInfo(self.city.profile.zone))

    def case_page(self, given: Mapping[str, str]) -> dict[str, Any]:
        """A page of the same."""
        words = self._words(given)
        return list_pages.page_as_json(self.city, given, words)

    def _case_rows(self, given: Mapping[str, str]) -> Iterator[pa.Table]:
        question, limit = question_parameters.question(given, self.city), question_parameters.limit(given)
        return self.city.kpis.case_rows(question, CasesWanted() if limit is None else CasesWanted(most=limit))

    def _words(self, given: Mapping[str, str]) -> Catalogue:
        return catalogue(given.get("lang") or self.city.profile.language)

    def reasons(self, given: Mapping[str, str]) -> tuple[str, ...]:
        """Why there is no data behind a number, in English; empty where there is. Raises as `kpi`."""
        return self.city.kpis.reasons(question_parameters.question(given, self.city))

    def load(self, path: str, options: Mapping[str, str], progress: Progress) -> dict[str, Any]:
        """Loads one file of this machine and gives the summary. Raises FileRefused."""
        with entered_command(self.city.ground.folder, "load"):
            return file_loading.load(self.city, Path(path), options, progress, self._reception)

    def rebuild(self, progress: Progress) -> list[dict[str, Any]]:
        """Makes the tables again from what was accepted."""
        with entered_command(self.city.ground.folder, "rebuild"):
            if self._reception:
                return self._reception.between(lambda: file_loading.rebuild(self.city, progress))
            return file_loading.rebuild(self.city, progress)

    def forget(self, given: Mapping[str, str], progress: Progress) -> dict[str, Any]:
        """Erases texts and persons of cases. Raises ErasureRefused."""
        return forgetting.forget(self.city, given, COMMAND_LINE, progress, self._reception)

    def check(self) -> list[dict[str, Any]]:
        """What a healthy city needs, line by line."""
        return [asdict(line) for line in (*check.city_lines(self.city), audit_line(self.city.ground.folder))]

    def add_source(self, name: str, given: Mapping[str, str]) -> str:
        """Lets a source deliver; its new key. Raises BadParameter."""
        return source_register.add(self.city, name, given)

    def remove_source(self, name: str) -> dict[str, Any]:
        """Takes the key of a source away. Raises NotFound."""
        return source_register.remove(self.city, name)

    def keeping(self) -> Keeping:
        """What keeps views and notes of this city."""
        return Keeping(self.city, self._registry(), self._reception)

    def walls(self) -> list[str]:
        """The paths of the screens that hang on walls."""
        return [screen.path for screen in self._registry().screens if screen.is_wall]

    def _registry(self) -> Registry:
        return self._screens() if self._screens else Registry((), ())

    def saved(self) -> dict[str, Any]:
        """The file of all saved views and notes."""
        return self.keeping().exported().model_dump(by_alias=True)

    def keep_saved(self, content: str) -> dict[str, Any]:
        """Keeps what such a file holds. Raises BadParameter and ActRefused."""
        return self.keeping().keep(read_file(content), COMMAND_LINE).model_dump()

    def sources(self) -> list[dict[str, Any]]:
        """Every source, how it stands, and whether it has a key."""
        return source_register.listing(self.city)
