"""What the graph of the five seeds must hold."""

import shutil
import subprocess

import pytest

from kg.graph.verify import verify
from kg.model import Implementation, Observation, Status


@pytest.fixture(scope="module")
def graph(seeds_built):
    return seeds_built.graph


def test_the_five_lists_of_two_places_are_two_things(graph):
    found = [item for item in graph.initiatives if item.label == "五张清单"]
    assert all(len(item.carried_out_by) == 1 for item in found)


def test_no_number_within_a_number_is_a_shared_name(graph):
    shared = {item.label for item in graph.initiatives if len(item.carried_out_by) > 1}
    assert not shared & {"133", "1234", "4+", "1+8", "三张清单", "五张清单", "三会"}


def test_every_statement_says_its_place_and_its_number(graph):
    names = {place.id: place.name for place in graph.places}
    for item in graph.statements:
        assert item.label.startswith(names[item.place])
        if isinstance(item, Observation):
            assert "".join(item.verbatim.split()) in item.label


def test_planned_facts_count_for_a_later_year_than_what_was_done(graph):
    for report in {item.report for item in graph.statements}:
        years = {
            status: {
                item.year
                for item in graph.statements
                if item.report == report and item.status is status and isinstance(item, Implementation)
            }
            for status in Status
        }
        if years[Status.PLANNED] and years[Status.ACHIEVED]:
            assert min(years[Status.PLANNED]) >= max(years[Status.ACHIEVED])


def test_the_verifier_finds_no_fault(seeds_output):
    assert [str(fault) for fault in verify(seeds_output)] == []


@pytest.mark.parametrize(
    "command", [["rapper", "-q", "-i", "turtle", "-c"], ["serdi", "-i", "turtle", "-o", "ntriples"]], ids=["rapper", "serdi"]
)
def test_a_parser_of_another_family_reads_the_file(seeds_output, command):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([*command, str(seeds_output / "graph.ttl")], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""
