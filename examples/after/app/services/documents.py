"""Invoices and exports."""

import csv
import shutil
import subprocess
from collections.abc import Iterable
from html import escape
from pathlib import Path

from app.models import Booking

TEMPLATE = """<html><body>
<h1>Invoice {number}</h1>
<p>{boat}, {hours} hours from {start}</p>
<p>Total: {total} {currency}</p>
</body></html>
"""
RENDER_SECONDS = 60


def create_invoice(booking: Booking, folder: Path) -> Path:
    """Render the invoice of a booking as PDF. Raises subprocess.SubprocessError."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{booking.id}.html"
    pdf = page.with_suffix(".pdf")
    text = TEMPLATE.format(
        number=booking.id,
        boat=escape(booking.boat.name),
        hours=booking.hours,
        start=booking.starts_at,
        total=booking.total_price,
        currency=booking.currency,
    )
    page.write_text(text, encoding="utf-8")
    command = ["wkhtmltopdf", "--quiet", str(page), str(pdf)]
    subprocess.run(command, check=True, timeout=RENDER_SECONDS)
    return pdf


def archive_invoice(pdf: Path) -> None:
    """Keep a copy of an invoice. Raises OSError, which the server logs."""
    archive = pdf.parent / "archive"
    archive.mkdir(exist_ok=True)
    shutil.copy(pdf, archive)


def export_bookings(bookings: Iterable[Booking], path: Path) -> None:
    """Write bookings to a CSV file for the accountant."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as output:
        writer = csv.writer(output)
        writer.writerow(["id", "start", "boat", "total", "currency"])
        for each in bookings:
            writer.writerow(
                [each.id, each.starts_at, each.boat_id, each.total_price, each.currency]
            )
