"""Invoices and exports."""

import csv
import subprocess
from pathlib import Path

from app.config import settings
from app.models import Booking

TEMPLATE = """<html><body>
<h1>Invoice {number}</h1>
<p>{boat}, {hours} hours from {start}</p>
<p>Total: {total} {currency}</p>
</body></html>
"""


def create_invoice(booking: Booking) -> Path:
    """Render the invoice of a booking as PDF."""
    folder = Path(settings.invoice_dir)
    folder.mkdir(parents=True, exist_ok=True)
    html = folder / f"{booking.id}.html"
    pdf = html.with_suffix(".pdf")
    page = open(html, "w")
    page.write(
        TEMPLATE.format(
            number=booking.id,
            boat=booking.boat.name,
            hours=booking.hours,
            start=booking.starts_at,
            total=booking.total_price,
            currency=booking.currency,
        )
    )
    subprocess.run(["wkhtmltopdf", "--quiet", str(html), str(pdf)], timeout=60)
    return pdf


def export_bookings(bookings: list[Booking], name: str) -> Path:
    """Write bookings to a CSV file for the accountant."""
    path = Path(settings.export_dir) / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = csv.writer(open(path, "w", newline=""))
    writer.writerow(["id", "start", "boat", "total", "currency"])
    for booking in bookings:
        writer.writerow(
            [booking.id, booking.starts_at, booking.boat_id, booking.total_price, booking.currency]
        )
    return path
