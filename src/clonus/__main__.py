"""Run the command line as a module: `python -m clonus`."""

from clonus.adapters.cli.app import run

if __name__ == "__main__":
    run()
