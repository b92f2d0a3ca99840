"""The second half of every command: inside .venv."""

import sys

from builder import arguments
from builder.console import plain_endings

if __name__ == "__main__":
    with plain_endings():
        from builder.commands import carry_out  # here, because importing takes a while as well

        sys.exit(carry_out(arguments.parse(sys.argv[1:])))
