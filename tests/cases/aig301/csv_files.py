import csv


def export(path, rows):
    writer = csv.writer(open(path, "w", newline=""))  # AIG301
    writer.writerow(["id", "total"])
    writer.writerows(rows)


def export_closed(path, rows):
    with open(path, "w", newline="") as handle:
        csv.writer(handle).writerows(rows)


def handed_on(path):
    return csv.DictWriter(open(path, "w", newline=""), fieldnames=["id"])


def read(path):
    return [row["id"] for row in csv.DictReader(open(path, newline=""))]
