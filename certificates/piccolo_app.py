"""This floor's migrations, for Piccolo's runner."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(app_name="certificates", migrations_folder_path=Path(__file__).parent / "migrations")
