"""Application settings."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from environment variables or from a .env file; what has no default must be set."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    app_name: str = "Harbour Rentals"
    cors_origins: list[str] = []

    # Storage
    database_url: str
    redis_url: str

    # Authentication
    jwt_secret: str = Field(min_length=32)
    jwt_algorithm: str = "HS256"
    token_minutes: int = 60

    # Other services
    rates_url: str
    weather_url: str
    payments_url: str
    payments_ca: Path | None = None
    sms_url: str
    sms_key: str

    # Mail
    smtp_host: str
    smtp_port: int = 587
    mail_sender: str
    mail_password: str

    # Files
    invoice_dir: Path = Path("invoices")
    export_dir: Path = Path("exports")


@lru_cache
def get_settings() -> Settings:
    """Return the settings, read once."""
    return Settings()
