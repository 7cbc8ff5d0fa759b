"""Running the command in this process."""

from ivp_analysis.cli import main


def ivp(*arguments: str) -> int:
    """Run the command and return its exit code."""
    try:
        main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
