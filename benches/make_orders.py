"""Writes N orders of invented customers as Excel writes them (shared strings, date styles).

Usage: make_orders.py N OUT.xlsx [CUSTOMERS] [FIRST]: so many customers (default 2,000), numbered from FIRST on (default 0).
"""
import datetime
import random
import sys

import xlsxwriter

count, target = int(sys.argv[1]), sys.argv[2]
wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000
first = int(sys.argv[4]) if len(sys.argv) > 4 else 0
names = random.Random(20261031)
draw = random.Random(20261031 + first)
places = ["上海", "宁波", "杭州", "苏州", "广州", "深圳", "成都", "武汉", "天津", "青岛"]
syllables = "岑东澜岭金川博浦谷岷海衡启泉岳渝塘洲屿岚"
forms = ["机电有限公司", "贸易有限公司", "装备股份有限公司", "科技有限公司"]
customers = set()
while len(customers) < wanted:
    customers.add(names.choice(places) + "".join(names.choices(syllables, k=4)) + names.choice(forms))
customers = sorted(customers)
names.shuffle(customers)
headers = ["订单号", "日期", "客户名称", "产品", "数量", "单价", "金额", "应收日期", "实收日期", "区域"]
start = datetime.date(2023, 1, 1)

book = xlsxwriter.Workbook(target)
sheet = book.add_worksheet("订单")
day = book.add_format({"num_format": "yyyy-mm-dd"})
sheet.write_row(0, 0, headers)
for row in range(1, count + 1):
    ordered = start + datetime.timedelta(draw.randrange(1095))
    due = ordered + datetime.timedelta(30 * draw.randrange(1, 4))
    quantity, price = draw.randrange(1, 200), round(draw.uniform(5, 900), 2)
    sheet.write_string(row, 0, f"SO{2023000000 + first + row}")
    sheet.write_datetime(row, 1, ordered, day)
    sheet.write_string(row, 2, customers[min(wanted - 1, int((draw.paretovariate(0.9) - 1) * wanted / 50))])
    sheet.write_string(row, 3, f"阀门{draw.randrange(120):03d}")
    sheet.write_number(row, 4, quantity)
    sheet.write_number(row, 5, price)
    sheet.write_number(row, 6, round(quantity * price, 2))
    sheet.write_datetime(row, 7, due, day)
    if draw.random() < 0.82:
        sheet.write_datetime(row, 8, due + datetime.timedelta(draw.randrange(-20, 60)), day)
    sheet.write_string(row, 9, draw.choice(["华东", "华南", "华北", "西南"]))
book.close()
