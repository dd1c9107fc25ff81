"""Questions about single cases: one, the newest, those with a number."""

from __future__ import annotations

from collections.abc import Mapping

from queries.cases.extent import extent_of_cases
from queries.cases.lookup import FoundCase, NumberAsked, cases_by_number
from queries.cases.newest import Newest, NewEvent, WindowsThatSufficed, newest_events
from queries.cases.one_case import CaseAsked, CaseFacts, find_case, find_texts_in_clear
from queries.cases.related_cases import RelatedCases, find_related
from queries.cases.service_requests import (
    CaseKind,
    NamedRequests,
    RequestsAsked,
    ServiceRequest,
    case_kinds,
    page_of_requests,
    requests_named,
)
from queries.city_context import CityContext
from queries.scope import Scope, answering
from queries.store.statement_runner import StatementRunner


class CaseQuestions:
    """`city.cases`. Nothing that leaves here is personal, but for `texts_in_clear`. Every method raises
    ScopeNotEnforced and TooSlow."""

    def __init__(self, context: CityContext, runner: StatementRunner) -> None:
        self._context, self._runner, self._windows = context, runner, WindowsThatSufficed()

    def one(self, asked: CaseAsked) -> CaseFacts | None:
        """The case as of the moment; None where it is not known or had not been reported by then."""
        with answering(asked.scope):
            return find_case(self._runner, asked)

    def texts_in_clear(self, asked: CaseAsked) -> Mapping[str, str] | None:
        """Title, text and address of the case with all that is personal in them: the one way past the masking. None
        where the case is not known. Raises PersonsMasked for a scope that does not show persons in clear."""
        with answering(asked.scope):
            return find_texts_in_clear(self._runner, asked)

    def related(self, asked: CaseAsked, most: int) -> tuple[RelatedCases, ...] | None:
        """The cases of the same matter, of the same person and at the same spot; None where the case is not known."""
        with answering(asked.scope):
            return find_related(self._runner, asked, most)

    def newest(self, asked: Newest) -> list[NewEvent]:
        """The newest cases reported in an area, newest first."""
        with answering(asked.scope):
            return newest_events(self._runner, self._context.tree, asked, self._windows)

    def extent(self, scope: Scope) -> tuple[float, float, float, float] | None:
        """West, south, east and north (degrees WGS-84) of the trusted points but for the outermost; None without."""
        with answering(scope):
            return extent_of_cases(self._runner)

    def by_number(self, asked: NumberAsked, most: int) -> list[FoundCase]:
        """At most `most` cases whose number begins so, the shortest number first."""
        with answering(asked.scope):
            return cases_by_number(self._runner, asked, most)

    def kinds(self, scope: Scope) -> tuple[CaseKind, ...]:
        """Every kind that there are cases of, in the order of its categories."""
        with answering(scope):
            return tuple(case_kinds(self._runner))

    def requests(self, asked: RequestsAsked) -> list[ServiceRequest]:
        """A page of the cases of some time, the newest first."""
        with answering(asked.scope):
            return page_of_requests(self._runner, asked)

    def requests_named(self, asked: NamedRequests) -> list[ServiceRequest]:
        """Cases by their names, the newest first; unknown ones are left out."""
        with answering(asked.scope):
            return requests_named(self._runner, asked)
