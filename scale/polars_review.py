"""The review's aggregations as lazy polars over the exported Parquet files, on the streaming engine: the orders need not fit into memory.

Usage: polars_review.py LAKE YYYY-MM --out DIR

`customers` and `findings` return lazy frames: on a cluster the same frames are run with `.remote(context)`, see docs/scale.md.
"""
import polars as pl

from settings import PARTS, Settings, arguments

KEY = ["subsidiary", "customer_key"]


def table(lake: str, name: str, monthly: bool = True) -> pl.LazyFrame:
    """A table of the lake; the filter on `month` decides which folders are opened at all."""
    folders = {"subsidiary": pl.String} | ({"month": pl.String} if monthly else {})
    return pl.scan_parquet(f"{lake}/{name}/**/*.parquet", hive_partitioning=True, hive_schema=folders)


def minor(column: str) -> pl.Expr:
    """An amount in whole minor units, wide enough to be multiplied."""
    return (pl.col(column) * 100).cast(pl.Int128)


def facts(s: Settings) -> pl.LazyFrame:
    """Of every customer known by the end of the month: its sales and its demand, in minor units."""
    orders, visits = table(s.lake, "records/orders"), table(s.lake, "records/visits")
    callbacks, master = table(s.lake, "records/callbacks"), table(s.lake, "records/customers", monthly=False)
    until = pl.col("month") <= s.month
    sales = (
        orders.filter(pl.col("month") >= s.first, until)
        .group_by(KEY)
        .agg(pl.col("amount").filter(pl.col("month") == s.month).sum().alias("sales_month"), pl.col("amount").sum().alias("sales_window"))
    )
    seen = [orders.filter(until), visits.filter(until), callbacks.filter(until), master]
    # Each side is reduced to its keys before they are put together.
    scope = pl.concat([side.select(KEY).unique() for side in seen]).unique().filter(pl.col("customer_key").is_not_null())
    cards = master.sort("source_file", "source_sheet", "source_row").group_by(KEY, maintain_order=True).agg(pl.col("annual_demand").first())
    estimates = (
        visits.filter(until, pl.col("annual_demand_estimate").is_not_null())
        .select(*KEY, "date", pl.col("start").fill_null(-1), "annual_demand_estimate")
        .sort("date", "start", "annual_demand_estimate")
        .group_by(KEY, maintain_order=True)
        .agg(pl.col("annual_demand_estimate").last())
    )
    joined = scope.join(sales, on=KEY, how="left").join(cards, on=KEY, how="left").join(estimates, on=KEY, how="left")
    return joined.with_columns(pl.coalesce("annual_demand", "annual_demand_estimate").alias("annual")).select(
        *KEY,
        minor("sales_month").fill_null(0).alias("sales_month"),
        minor("sales_window").fill_null(0).alias("sales_window"),
        # A year's demand over a window of another length.
        (minor("annual") * s.window // 12).alias("demand"),
    )


def below(amount: str, cut: int) -> pl.Expr:
    """Walking the amounts, largest first, ties by key: whether what the larger ones come to is still below the cut."""
    positive = pl.max_horizontal(pl.col(amount), pl.lit(0, dtype=pl.Int128))
    # The rows are in the order of the amount here.
    before = positive.cum_sum().over("subsidiary") - positive
    return (pl.col(amount) > 0) & (before * PARTS < positive.sum().over("subsidiary") * cut)


def customers(s: Settings) -> pl.LazyFrame:
    known = pl.col("demand").is_not_null() & (pl.col("volume") > 0)
    size = pl.col("sales_window").abs()
    # Nine decimals first, as the program rounds; whole numbers throughout.
    parts = (2 * size * PARTS + pl.col("volume")) // (2 * pl.col("volume"))
    share = (parts + 50_000) // 100_000 * pl.col("sales_window").sign()
    by_volume = (
        facts(s)
        .with_columns(pl.max_horizontal("sales_window", "demand").alias("volume"))
        .sort(["subsidiary", "volume", "customer_key"], descending=[False, True, False])
        .with_columns(below("volume", s.parts("volume_cut")).alias("volume_high"))
        .with_columns(pl.when(known).then(pl.col("sales_window") * PARTS >= pl.col("volume") * s.parts("share_high")).alias("share_high"))
    )
    by_sales = by_volume.sort(["subsidiary", "sales_window", "customer_key"], descending=[False, True, False]).with_columns(
        below("sales_window", s.parts("abc_a")).alias("before_a"), below("sales_window", s.parts("abc_b")).alias("before_b")
    )

    def major(column: str) -> pl.Expr:
        return (pl.col(column).cast(pl.Decimal(20, 2)) / 100).cast(pl.Decimal(18, 2)).alias(column)

    return by_sales.select(
        *KEY,
        *[major(column) for column in ["sales_month", "sales_window", "demand", "volume"]],
        pl.when(known).then((share.cast(pl.Decimal(20, 4)) / 10_000).cast(pl.Decimal(18, 4))).alias("share"),
        "volume_high",
        "share_high",
        pl.when(pl.col("share_high").is_null()).then(pl.lit("unclassified"))
        .when(pl.col("volume_high") & pl.col("share_high")).then(pl.lit("core"))
        .when(pl.col("volume_high")).then(pl.lit("opportunity"))
        .when(pl.col("share_high")).then(pl.lit("support"))
        .otherwise(pl.lit("low_return")).alias("segment"),
        pl.when(pl.col("sales_window") <= 0).then(pl.lit("none"))
        .when(pl.col("before_a")).then(pl.lit("A"))
        .when(pl.col("before_b")).then(pl.lit("B"))
        .otherwise(pl.lit("C")).alias("abc"),
    ).sort(KEY)


def findings(s: Settings) -> pl.LazyFrame:
    """Findings of the month by rule, severity and status, with the excess in which each amount counts once."""
    key = ["subsidiary", "rule", "severity", "status"]
    counted = table(s.lake, "review/findings").filter(pl.col("month") == s.month).group_by(key)
    return counted.agg(pl.len().alias("findings"), pl.col("net_excess").sum()).sort(key)


if __name__ == "__main__":
    settings = arguments(__doc__.splitlines()[0])
    settings.out.mkdir(parents=True, exist_ok=True)
    for name, frame in [("customers", customers(settings)), ("findings", findings(settings))]:
        frame.sink_csv(settings.out / f"{name}.csv", engine="streaming")
