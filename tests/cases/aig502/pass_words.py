import os

DATABASE = {
    "user": os.getenv("DB_USER", "shop"),
    "password": os.getenv("DB_PASS", "password123"),  # AIG502
}
PG = os.getenv("PGPASSWORD", "postgres")  # AIG502
FIRST_PASS = os.getenv("FIRST_PASS", "quick")
