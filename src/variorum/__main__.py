"""`python -m variorum` is the same program as the console script."""

from variorum.cli.main import main

if __name__ == "__main__":
    main()
