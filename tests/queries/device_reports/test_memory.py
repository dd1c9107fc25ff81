"""Reports that repeat what is known take no memory that stays until the store is closed."""

from tests.cities.tiny.cases import local
from tests.cities.town import Town

DEVICES, TIMES, EARLY_TIMES = 2_000, 12, 4
OWNER = "城市照明灯饰管理处第三照明所"
MOST_GROWTH_BYTES = 50_000
HELD = "SELECT coalesce(sum(memory_usage_bytes), 0) FROM duckdb_memory() WHERE tag = 'ALLOCATOR'"


def test_heartbeats_do_not_pile_up_texts_in_the_memory_of_the_store(town: Town) -> None:
    def report(minute: int) -> int:
        heartbeat = local(f"10 9:{minute:02}").isoformat()
        rows = [{"device": f"照明控制器-{number:06}", "kind": "streetlight", "owner": OWNER, "status": "online",
                 "heartbeat_at": heartbeat} for number in range(DEVICES)]  # fmt: skip
        assert town.report("devices", *rows).loaded == DEVICES
        town.city.acts.checkpoint()
        return int(town.rows(HELD)[0][0])

    held = [report(minute) for minute in range(TIMES)]
    assert held[-1] - held[EARLY_TIMES] < MOST_GROWTH_BYTES
    changed = {"device": "照明控制器-000000", "kind": "streetlight", "owner": "新权属单位", "status": "fault"}
    assert town.report("devices", changed | {"heartbeat_at": local("10 10:00").isoformat()}).loaded == 1
    assert town.rows("SELECT owner, status FROM city.devices WHERE device = '照明控制器-000000'") == [
        ("新权属单位", "fault")
    ]
