"""Run the command line as a module: `python -m clonus`."""

from clonus.adapters.cli.app import main

if __name__ == "__main__":
    main()
