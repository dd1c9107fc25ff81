"""The six sources of the simulated city: what each delivers and how often."""

from __future__ import annotations

from dashboard.simulator.table import SOURCE
from geodata.city.profile import Profile, SourceKind, SourceProfile

EVENTS, STEPS, UNITS, DEVICES, CALLS, PARTNERS = (
    SOURCE, "demo_steps", "demo_units", "demo_devices", "demo_calls", "demo_partners",
)  # fmt: skip
_ABOUT: tuple[tuple[str, SourceKind, int, str, str], ...] = (
    (EVENTS, "events", 60, "事件汇聚（模拟）", "Events (simulated)"),
    (STEPS, "steps", 60, "办理步骤（模拟）", "Steps of cases (simulated)"),
    (UNITS, "units", 60, "人员车辆（模拟）", "Units (simulated)"),
    (DEVICES, "devices", 300, "设备心跳（模拟）", "Devices (simulated)"),
    (CALLS, "calls", 3600, "热线话务（模拟）", "Calls (simulated)"),
    (PARTNERS, "partners", 60, "联动单位（模拟）", "Partners (simulated)"),
)
SOURCES = {
    name: SourceProfile(kind=kind, cadence_s=cadence_s, title_zh=zh, title_en=en)
    for name, kind, cadence_s, zh, en in _ABOUT
}


def with_sources(profile: Profile) -> Profile:
    """The profile with these sources declared, so that a silent one is seen to be late."""
    return profile.model_copy(update={"sources": {**profile.sources, **SOURCES}})
