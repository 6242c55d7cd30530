"""The review's aggregations as Spark SQL over the exported Parquet files: queries/*.sql, here in local mode, on a cluster as they are.

Usage: spark_review.py LAKE YYYY-MM --out DIR      (Java 17; on a cluster: spark-submit --py-files settings.py spark_review.py ...)
"""
import csv
import pathlib

from pyspark.sql import DataFrame, SparkSession

from settings import Settings, arguments

QUERIES = pathlib.Path(__file__).parent / "queries"
TABLES = {
    "orders": "records/orders",
    "visits": "records/visits",
    "callbacks": "records/callbacks",
    "customers": "records/customers",
    "findings": "review/findings",
}


def session() -> SparkSession:
    builder = SparkSession.builder.appName("keyaccount review")
    # Spark would take 2026-10 for a day, and a subsidiary called 007 for a number.
    return builder.config("spark.sql.sources.partitionColumnTypeInference.enabled", "false").getOrCreate()


def query(spark: SparkSession, name: str, s: Settings) -> DataFrame:
    for table, folder in TABLES.items():
        spark.read.parquet(f"{s.lake}/{folder}").createOrReplaceTempView(table)
    values = {"month": s.month, "first": s.first, "window": s.window}
    values |= {cut: s.parts(cut) for cut in ["volume_cut", "share_high", "abc_a", "abc_b"]}
    text = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    return spark.sql(text, args={key: value for key, value in values.items() if f":{key}" in text})


def write(frame: DataFrame, path: pathlib.Path) -> None:
    """One file of as many rows as there are customers; row by row, so that the driver holds a partition at a time."""
    word = {None: "", True: "true", False: "false"}
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(frame.columns)
        for row in frame.toLocalIterator():
            out.writerow([word[cell] if cell is None or isinstance(cell, bool) else cell for cell in row])


if __name__ == "__main__":
    settings = arguments(__doc__.splitlines()[0])
    settings.out.mkdir(parents=True, exist_ok=True)
    spark = session()
    spark.sparkContext.setLogLevel("ERROR")
    for name in ["customers", "findings"]:
        write(query(spark, name, settings), settings.out / f"{name}.csv")
    spark.stop()
