"""Values of what sources deliver: cases, units and devices, files, what was refused or erased."""

from queries.cases.case_export import CasesWanted
from queries.cases.case_page import SORTS, PageAsked, PlaceInList
from queries.cases.case_search import COLUMNS_SEARCHED, CaseSearch, SearchTerm
from queries.cases.lookup import FoundCase, NumberAsked
from queries.cases.newest import Newest, NewEvent
from queries.cases.one_case import CaseAsked, CaseFacts, DeliveredStep, Version
from queries.cases.related_cases import SPOT_DAYS, SPOT_METRES, RelatedCase, RelatedCases, Relation
from queries.cases.service_requests import CaseKind, NamedRequests, RequestsAsked, ServiceRequest
from queries.conversion.canonical import BOOLEANS, DECIMALS, INTEGERS, PERSON, SCORES, TEXTS, TIMES, WORDS
from queries.conversion.file_outlook import FileOutlook, file_outlook
from queries.conversion.mapping_suggestion import mapping_text, suggest_mapping
from queries.conversion.review.column_review import (
    GUESSED,
    LIKELY,
    SURE,
    UNUSED,
    WITHHELD,
    ColumnReview,
    FileReview,
    review_columns,
)
from queries.device_reports.kinds import ReportColumn, tables_of
from queries.device_reports.quantities import Quantity, quantities
from queries.device_reports.row_check import RefusedRow
from queries.door.alarms import AlarmsAsked
from queries.door.case_preview import CasePreview, FileReading
from queries.door.files import masked_refusals
from queries.erasure.erasing import Erasing
from queries.erasure.forgetting import ErasureSummary
from queries.erasure.planning import ErasureWanted
from queries.fleet.device_states import EXPECTED, STATES, DeviceCounts, DeviceStates, device_counts, device_kinds
from queries.fleet.nearest import Nearby, Things, Vicinity
from queries.fleet.partner_lines import Partner
from queries.fleet.partner_standing import PartnersAsOf, PartnerStanding
from queries.fleet.special_readings import GridReadings, HourMeasured, SensorReading, SpecialReadings
from queries.fleet.totals import FleetOfKind, FleetTotals
from queries.fleet.unit_positions import UnitPositions, silence_limits, unit_kinds
from queries.fleet.workload import WORKERS, AreaLoad, Workload
from queries.intake.receipt import Receipt
from queries.loading.alarms.transition import ALARMS, Severity, Transition, key_of
from queries.loading.bookkeeping import kind_of
from queries.loading.inputs.unsealing import unseal
from queries.loading.load import source_name
from queries.loading.summary import LoadSummary
from queries.loading.versions.unchanged_rows import UnchangedKind
from queries.partners.partner_register import PARTNERS_FILE, DeclaredPartner, PartnerRegister
from queries.privacy.masking import MASK, masked
from queries.privacy.sealing import Seal, seal_of
from queries.sources.freshness import Freshness
from queries.sources.standing import SourceStanding

__all__ = [
    "ALARMS",
    "BOOLEANS",
    "COLUMNS_SEARCHED",
    "DECIMALS",
    "EXPECTED",
    "GUESSED",
    "INTEGERS",
    "LIKELY",
    "MASK",
    "PARTNERS_FILE",
    "PERSON",
    "SCORES",
    "SORTS",
    "SPOT_DAYS",
    "SPOT_METRES",
    "STATES",
    "SURE",
    "TEXTS",
    "TIMES",
    "UNUSED",
    "WITHHELD",
    "WORDS",
    "WORKERS",
    "AlarmsAsked",
    "AreaLoad",
    "CaseAsked",
    "CaseFacts",
    "CaseKind",
    "CasePreview",
    "CaseSearch",
    "CasesWanted",
    "ColumnReview",
    "DeclaredPartner",
    "DeliveredStep",
    "DeviceCounts",
    "DeviceStates",
    "Erasing",
    "ErasureSummary",
    "ErasureWanted",
    "FileOutlook",
    "FileReading",
    "FileReview",
    "FleetOfKind",
    "FleetTotals",
    "FoundCase",
    "Freshness",
    "GridReadings",
    "HourMeasured",
    "LoadSummary",
    "NamedRequests",
    "Nearby",
    "NewEvent",
    "Newest",
    "NumberAsked",
    "PageAsked",
    "Partner",
    "PartnerRegister",
    "PartnerStanding",
    "PartnersAsOf",
    "PlaceInList",
    "Quantity",
    "Receipt",
    "RefusedRow",
    "RelatedCase",
    "RelatedCases",
    "Relation",
    "ReportColumn",
    "RequestsAsked",
    "Seal",
    "SearchTerm",
    "SensorReading",
    "ServiceRequest",
    "Severity",
    "SourceStanding",
    "SpecialReadings",
    "Things",
    "Transition",
    "UnchangedKind",
    "UnitPositions",
    "Version",
    "Vicinity",
    "Workload",
    "device_counts",
    "device_kinds",
    "file_outlook",
    "key_of",
    "kind_of",
    "mapping_text",
    "masked",
    "masked_refusals",
    "quantities",
    "review_columns",
    "seal_of",
    "silence_limits",
    "source_name",
    "suggest_mapping",
    "tables_of",
    "unit_kinds",
    "unseal",
]
