"""An act of the new kind is kept, stands as of its moment, is the same after a rebuild, and must be whole."""

from datetime import UTC, datetime

import pytest

from queries.acts.act import Act
from queries.errors import ActRefused
from queries.scope import WHOLE_CITY
from tests.house.tiny_application import tiny_application

with tiny_application() as (city, _):
    now = datetime.now(UTC)
    written = Act("shift_report", "d1", "saved", "local", "test", now, text="All quiet", area_code=city.tree.root.code)
    assert city.acts.deliver([written])
    city.acts.rebuild()
    [held] = city.saved.things("shift_report", scope=WHOLE_CITY)
    assert (held.act.text, held.act.who) == ("All quiet", "local"), held
    assert city.saved.things("shift_report", datetime(2000, 1, 1, tzinfo=UTC), scope=WHOLE_CITY) == []
    assert (city.acts.reconcile(), city.saved.broken_at()) == ((), None)
    with pytest.raises(ActRefused) as refused:
        city.acts.deliver([Act("shift_report", "d2", "saved", "local", "test", now, text="Nowhere")])
    assert refused.value.key == "place"
