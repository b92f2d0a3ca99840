"""The second half of every command: inside .venv."""

import sys

from builder import arguments
from builder.console import Failure

INTERRUPTED = 130  # what a shell reports for a command ended by Ctrl-C

if __name__ == "__main__":
    try:
        from builder.commands import carry_out  # here, because importing takes a while as well

        sys.exit(carry_out(arguments.parse(sys.argv[1:])))
    except Failure as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(INTERRUPTED)
