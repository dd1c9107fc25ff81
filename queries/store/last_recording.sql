SELECT greatest((SELECT max(recorded_at) FROM city.batches), (SELECT max(last_load) FROM city.sources))
