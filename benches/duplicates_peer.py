"""Times Splink on DuckDB: `python duplicates_peer.py FILE ROUNDS`.

FILE holds the columns as JSON. The settings are those of Splink's own examples for people: its comparisons for names, dates of birth, postcodes
and email addresses, term frequencies for towns and names, several blocking rules, u from random pairs and m by expectation maximisation
under two rules. Prints one JSON object: the milliseconds of each round, from the columns in memory to the clusters, and the pairs of the last at
a probability of .5 and more, those of .001 and more, and the clusters at .5.
"""

import json
import logging
import sys
import time

import pandas as pd
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

logging.getLogger("splink").setLevel(logging.ERROR)

THRESHOLD = 0.5


def settings():
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row",
        blocking_rules_to_generate_predictions=[
            block_on("givenName", "surname"),
            block_on("surname", "dateOfBirth"),
            block_on("givenName", "dateOfBirth"),
            block_on("postcode", "givenName"),
            block_on("postcode", "surname"),
            block_on("email"),
            block_on("phone"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison("givenName", "surname", forename_surname_concat_col_name="fullName"),
            cl.DateOfBirthComparison("dateOfBirth", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.EmailComparison("email"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address"),
            cl.LevenshteinAtThresholds("phone", 1),
        ],
    )


def link(people):
    people = people.assign(fullName=people["givenName"] + " " + people["surname"])
    database = DuckDBAPI()
    linker = Linker(database.register(people), settings(), log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [
            "l.givenName = r.givenName and levenshtein(r.dateOfBirth, l.dateOfBirth) <= 1",
            "l.surname = r.surname and levenshtein(r.dateOfBirth, l.dateOfBirth) <= 1",
            "l.givenName = r.givenName and levenshtein(r.surname, l.surname) <= 2",
            block_on("email"),
        ],
        recall=0.6,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("givenName", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dateOfBirth"))
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=THRESHOLD)
    return linker, pairs, clusters


def main(path, rounds):
    with open(path, encoding="utf8") as file:
        people = pd.DataFrame(json.load(file))
    people.insert(0, "row", range(len(people)))
    samples = []
    for _ in range(int(rounds)):
        start = time.perf_counter()
        linker, pairs, clusters = link(people)
        frames = pairs.as_pandas_dataframe(), clusters.as_pandas_dataframe()
        samples.append(1000 * (time.perf_counter() - start))
    all_pairs = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    print(
        json.dumps(
            {
                "samples": samples,
                "pairs": {"rowA": frames[0]["row_l"].tolist(), "rowB": frames[0]["row_r"].tolist()},
                "all": {
                    "rowA": all_pairs["row_l"].tolist(),
                    "rowB": all_pairs["row_r"].tolist(),
                    "probability": all_pairs["match_probability"].tolist(),
                },
                "clusters": frames[1].sort_values("row")["cluster_id"].tolist(),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
