"""What people write instead, with polars and fastexcel. Usage: peer_polars.py ORDERS.xlsx OUT.xlsx"""
import sys

import polars
import xlsxwriter

source, target = sys.argv[1:]
customers = (
    polars.read_excel(source)
    .group_by("客户名称")
    .agg(polars.col("金额").sum().alias("amount"), polars.len().alias("orders"), polars.col("日期").max().alias("last"))
    .sort("amount", descending=True)
)
with xlsxwriter.Workbook(target) as book:
    customers.write_excel(book, "customers")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=customers!$A$2:$A$21", "values": "=customers!$B$2:$B$21"})
    book.get_worksheet_by_name("customers").insert_chart("F2", chart)
