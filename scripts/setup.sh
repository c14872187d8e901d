#!/bin/sh
# Makes the virtual environment: Python's own venv, then uv inside it (by hash), then the locked requirements.
set -eu
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "rantau needs Python 3.11 or newer; '$PYTHON' is not. Install it, or say which: make setup PYTHON=python3.12" >&2
    exit 2
fi
echo "setup: virtual environment in $VENV ($("$PYTHON" --version))"
if ! "$PYTHON" -m venv "$VENV" >/dev/null 2>&1; then
    # Debian keeps ensurepip in a package of its own.
    rm -rf "$VENV"
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        echo "setup: installing python3-venv"
        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
        "$PYTHON" -m venv "$VENV"
    else
        echo "setup: Python cannot make a virtual environment; on Debian: sudo apt-get install python3-venv" >&2
        exit 2
    fi
fi
echo "setup: uv"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
echo "setup: locked requirements"
"$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --require-hashes -r requirements/dev.txt
echo "setup: rantau"
"$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --no-deps --no-build-isolation --editable .
echo "setup: the reference validator of research-object crates, in $VENV/validator"
"$VENV/bin/uv" venv --quiet --clear --python "$VENV/bin/python" "$VENV/validator"
"$VENV/bin/uv" pip install --quiet --python "$VENV/validator/bin/python" --require-hashes -r requirements/validator.txt
echo "setup: done, try $VENV/bin/rantau --help"
