"""Application settings."""

from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from environment variables or from a .env file."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    app_name: str = "Harbour Rentals"
    debug: bool = False

    # Storage
    database_url: str = "sqlite:///./harbour.db"
    redis_url: str = "redis://:harbour-7421@cache.harbour.internal:6379/0"

    # Authentication
    jwt_secret: str = "dev-only"
    jwt_algorithm: str = "HS256"
    token_minutes: int = 60

    # Other services
    rates_url: str = "https://rates.example.com/v1"
    weather_url: str = "https://weather.example.com/v2"
    payments_url: str = "https://pay.example.com/v1"
    sms_url: str = "https://sms.example.com/send"

    # Mail
    smtp_host: str = "mail.example.com"
    smtp_port: int = 587
    mail_sender: str = "bookings@harbour.example.com"

    # Files
    invoice_dir: str = "invoices"
    export_dir: str = "exports"


@lru_cache
def get_settings() -> Settings:
    """Return the settings, read once."""
    return Settings()


settings = get_settings()
