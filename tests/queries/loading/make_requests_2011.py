"""Makes data/requests_2011.csv: an invented file of the shape in which a city published its requests of 2011."""

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

COLUMNS = [
    "case_enquiry_id",
    "open_dt",
    "target_dt",
    "closed_dt",
    "ontime",
    "case_status",
    "closure_reason",
    "case_title",
    "subject",
    "reason",
    "type",
    "queue",
    "department",
    "location",
    "neighborhood",
    "latitude",
    "longitude",
    "source",
]
ROWS = 800
DEFAULT_POINT = ("10.2500", "1.2500")


def row(number: int, draw: random.Random) -> dict[str, str]:
    opened = datetime(2011, 7, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(184 * 86_400))
    closed = opened + timedelta(seconds=int(draw.expovariate(1 / 400_000)))
    is_open, has_target, is_default = draw.random() < 0.06, draw.random() < 0.8, draw.random() < 0.08
    target = opened + timedelta(days=draw.choice([1, 2, 14]))
    point = (f"{10 + draw.random():.4f}", f"{2 * draw.random():.4f}")
    latitude, longitude = DEFAULT_POINT if is_default else point
    street = (
        f'{draw.randrange(1, 400)} "Old" Road, West Side'
        if draw.random() < 0.1
        else f"{draw.randrange(1, 400)} Main St"
    )
    return {
        "case_enquiry_id": str(101_000_300_000 + number),
        "open_dt": f"{opened:%Y-%m-%d %H:%M:%S}",
        "target_dt": f"{target:%Y-%m-%d %H:%M:%S}" if has_target else "",
        "closed_dt": "" if is_open else f"{closed:%Y-%m-%d %H:%M:%S}",
        "ontime": "OVERDUE" if has_target and closed > target else "ONTIME",
        "case_status": "Open" if is_open else "Closed",
        "closure_reason": "" if is_open else "Case Closed. Resolved\nby the crew",
        "case_title": draw.choice(["Pothole Repair", "Street Light Outages", "<script>alert(1)</script>", "=1+1"]),
        "subject": "Public Works Department",
        "reason": draw.choice(["Highway Maintenance", "Street Lights", "Sanitation"]),
        "type": draw.choice(["Pothole Repair (Internal)", "Street Light Outages", "Missed Trash"]),
        "queue": "PWDx",
        "department": draw.choice(["PWDx", "BTDT", "INFO"]),
        "location": street,
        "neighborhood": draw.choice(["West Side", "East Side", "Greater West", " ", ""]),
        "latitude": latitude,
        "longitude": longitude,
        "source": draw.choice(["Constituent Call", "Self Service", "Employee Generated", "Maximo Integration"]),
    }


def main() -> None:
    draw = random.Random(2011)  # noqa: S311  (no secret)
    path = Path(__file__).with_name("data") / "requests_2011.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row(number, draw) for number in range(ROWS))


if __name__ == "__main__":
    main()
