import asyncio
import smtplib
from email.message import EmailMessage


class Mailer:
    def __init__(self, host: str = "mail.example.com") -> None:
        self.host = host

    def send(self, recipient: str, text: str) -> None:
        message = EmailMessage()
        message["To"] = recipient
        message.set_content(text)
        with smtplib.SMTP(self.host, timeout=10) as smtp:
            smtp.send_message(message)

    async def send_aside(self, recipient: str, text: str) -> None:
        await asyncio.to_thread(self.send, recipient, text)


def confirm(mailer: Mailer, recipient: str) -> None:
    mailer.send(recipient, "Your room is booked.")


def send_receipt(recipient: str) -> None:
    # TODO: send the receipt through the mailer
    pass
