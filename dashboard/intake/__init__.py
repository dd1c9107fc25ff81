"""How deliveries arrive: request bodies, row rates, refusals, drop folder."""
