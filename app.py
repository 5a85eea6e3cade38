"""e-Open Dasbor. ``python app.py`` starts everything; production uses ``gunicorn app:server``."""

if __name__ == "__main__":
    from dashboard.run import run
    from dashboard.settings import Settings

    run(Settings())
else:
    from dashboard.factory import create_app

    server = create_app().server
