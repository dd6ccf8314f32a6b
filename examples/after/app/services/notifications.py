"""Mails and text messages to customers."""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage

import httpx

from app.models import Booking

logger = logging.getLogger(__name__)

SMTP_SECONDS = 10


class Mailer:
    """Sends mails over SMTP."""

    def __init__(self, host: str, port: int, sender: str, password: str):
        self.host = host
        self.port = port
        self.sender = sender
        self.password = password

    def send(self, messages: Sequence[EmailMessage]) -> list[EmailMessage]:
        """Send mails over one connection and return those that were accepted."""
        accepted = []
        with smtplib.SMTP(self.host, self.port, timeout=SMTP_SECONDS) as smtp:
            smtp.starttls(context=ssl.create_default_context())
            smtp.login(self.sender, self.password)
            for message in messages:
                message["From"] = self.sender
                try:
                    smtp.send_message(message)
                except smtplib.SMTPRecipientsRefused:
                    logger.exception("mail %r was refused", message["Subject"])
                else:
                    accepted.append(message)
        return accepted


class SmsGateway:
    """Client for the gateway of text messages."""

    def __init__(self, client: httpx.Client):
        self.client = client

    def send(self, phone: str, text: str) -> None:
        """Send a text message. Raises httpx.HTTPError."""
        self.client.post("", json={"to": phone, "text": text}).raise_for_status()


def compose(recipient: str, subject: str, body: str) -> EmailMessage:
    """Write a mail."""
    message = EmailMessage()
    message["To"] = recipient
    message["Subject"] = subject
    message.set_content(body)
    return message


def send_mail(mailer: Mailer, message: EmailMessage) -> None:
    """Send one mail after the response is out; a failure is recorded."""
    try:
        mailer.send([message])
    except (OSError, smtplib.SMTPException):
        logger.exception("mail %r was not sent", message["Subject"])


def confirmation(booking: Booking, recipient: str) -> EmailMessage:
    """The mail that tells a customer that the booking is confirmed."""
    return compose(
        recipient,
        f"Your booking {booking.id}",
        f"See you at the jetty on {booking.starts_at:%d %B at %H:%M}!",
    )


def cancellation(booking: Booking, recipient: str) -> EmailMessage:
    """The mail that tells a customer that the booking is cancelled."""
    return compose(recipient, f"Your booking {booking.id}", "Your booking has been cancelled.")


def send_reminders(mailer: Mailer, sms: SmsGateway, bookings: Sequence[Booking]) -> list[int]:
    """Remind customers of their bookings and return the ids of those who were told."""
    mails = {
        booking.id: compose(
            booking.customer.email, "See you tomorrow", f"Your boat: {booking.boat.name}"
        )
        for booking in bookings
    }
    accepted = mailer.send(list(mails.values()))
    for booking in bookings:
        if booking.customer.phone:
            try:
                sms.send(booking.customer.phone, f"See you at {booking.starts_at:%H:%M}!")
            except httpx.HTTPError:
                logger.exception("no text message for booking %s", booking.id)
    return [booking_id for booking_id, mail in mails.items() if mail in accepted]
