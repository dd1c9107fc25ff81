"""The new job is one of the server's, can be run, and has a name in both languages."""

from dashboard.intake.drop_folder import DropFolder
from dashboard.search.late_index import LateIndex
from dashboard.server.background import background_jobs
from dashboard.words.catalogue import catalogue
from tests.house.tiny_application import tiny_application

with tiny_application() as (city, _):
    reception = city.acts.reception()
    jobs = background_jobs(city, reception, DropFolder(city, reception), LateIndex(city), lambda: None)
    jobs.run("nightly_check")
    status = {status.name: status for status in jobs.statuses()}["nightly_check"]
    assert (status.outcome, status.runs, status.schedule) == ("done", 1, "15 3 * * *"), status
    assert catalogue("zh-CN")("job.nightly_check") == "每夜对账"
    assert catalogue("en")("job.nightly_check")
