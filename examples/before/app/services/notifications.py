"""Mails and text messages to customers."""

import asyncio
import logging
import smtplib
from email.message import EmailMessage

import requests

from app.config import settings
from app.models import Booking

logger = logging.getLogger(__name__)

SMTP_PASSWORD = "harbour2024"


class Mailer:
    """Sends mails over SMTP."""

    def send(self, recipient: str, subject: str, body: str) -> None:
        """Send one mail."""
        message = EmailMessage()
        message["From"] = settings.mail_sender
        message["To"] = recipient
        message["Subject"] = subject
        message.set_content(body)
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port) as smtp:
            smtp.starttls()
            smtp.login(settings.mail_sender, SMTP_PASSWORD)
            smtp.send_message(message)


def send_sms(phone: str, text: str) -> None:
    """Send a text message through the gateway."""
    # The gateway can be slow
    payload = {"to": phone, "text": text, "api_key": "your-sms-api-key"}
    response = requests.post(settings.sms_url, json=payload, timeout=None)
    response.raise_for_status()


async def send_confirmation(mailer: Mailer, booking: Booking, recipient: str) -> None:
    """Tell a customer that the booking is confirmed."""
    try:
        mailer.send(
            recipient,
            f"Your booking {booking.id}",
            f"See you at the jetty on {booking.starts_at:%d %B at %H:%M}!",
        )
        logger.info(f"Confirmation sent for booking {booking.id}")
    except Exception as e:
        logger.error(f"Failed to send confirmation: {e}")


async def send_cancellation(mailer: Mailer, booking: Booking, recipient: str) -> None:
    """Tell a customer that the booking is cancelled."""
    mailer.send(recipient, f"Your booking {booking.id}", "Your booking has been cancelled.")


def run_async(coroutine):
    """Run a coroutine from synchronous code."""
    return asyncio.get_event_loop().run_until_complete(coroutine)


def send_reminders(mailer: Mailer, bookings: list[Booking]) -> int:
    """Remind customers of their bookings and return how many were told."""
    sent = 0
    for booking in bookings:
        try:
            customer = booking.customer
            mailer.send(customer.email, "See you tomorrow", f"Your boat: {booking.boat.name}")
            if customer.phone:
                send_sms(customer.phone, f"See you tomorrow at {booking.starts_at:%H:%M}!")
            sent += 1
        except Exception:
            continue
    return sent
