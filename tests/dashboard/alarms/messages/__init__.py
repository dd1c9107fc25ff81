"""Messages about alarms: what receivers outside are told."""
