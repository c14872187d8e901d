"""``python -m rantau``."""

import sys

from rantau.cli import main

if __name__ == "__main__":
    sys.exit(main())
