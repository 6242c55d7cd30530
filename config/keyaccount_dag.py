"""The nightly review as an Airflow DAG (2.4 and later, 3 included): put it into the folder of DAGs.

The worker needs the program, and the folder with config/, input/ and output/. Exit codes become what Airflow makes of them:
what does not mend itself fails at once, what may mend itself is tried again, and a run beside another one is skipped.
"""

import os
import subprocess
from datetime import datetime, timedelta

try:
    from airflow.sdk import dag, task
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task
    from airflow.exceptions import AirflowFailException, AirflowSkipException

PROGRAM = os.environ.get("KEYACCOUNT", "/usr/local/bin/keyaccount")
FOLDER = os.environ.get("KEYACCOUNT_HOME", "/srv/keyaccount")


def review():
    command = [PROGRAM, "run", "--catch-up", "--wait", "600", "--no-progress", "--log-format", "json"]
    # Standard error is the log; Airflow keeps both streams with the task.
    code = subprocess.run(command, cwd=FOLDER, check=False).returncode
    if code == 75:
        raise AirflowSkipException("another run holds the lock")
    if code in (1, 2):
        raise AirflowFailException(f"exit code {code}: see the log; it does not mend itself")
    if code != 0:
        raise RuntimeError(f"exit code {code}: see the log; it is tried again")


@dag(
    dag_id="keyaccount",
    description="Monthly key-account review, every night",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    # The program itself knows which months are missing.
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=15), "execution_timeout": timedelta(hours=2)},
)
def keyaccount():
    task(task_id="review")(review)()


keyaccount()
