# make run    set up, then open the page for the bedside on this machine
# make tour   set up, then walk through five published cases in the terminal
# make test   set up, check the code, build the wheel, and test it as installed
# make lock   resolve the dependencies anew (needs a package index)
# make docs   write the generated pages anew
# make bench  measure, and print a table
# make clean  remove everything that make made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin/python
WHEEL_VENV := build/installed
WHEEL_BIN := $(WHEEL_VENV)/bin/python
SOURCES := $(shell find src -type f ! -name '*.pyc' ! -name '_compiled.json') pyproject.toml build_hook.py

.PHONY: run tour test check lock docs bench clean

run: $(VENV)/ready
	@$(BIN) -m clonus serve --open

tour: $(VENV)/ready
	@$(BIN) -m clonus tour

test: check $(WHEEL_VENV)/ready
	$(WHEEL_BIN) -m pytest -n 2 tests
	$(WHEEL_BIN) -m pytest --doctest-modules --pyargs clonus -p no:cacheprovider

check: $(VENV)/ready
	$(BIN) -m ruff check .
	$(BIN) -m ruff format --check .
	$(BIN) -m mypy
	$(BIN) -c "from importlinter.cli import lint_imports_command as run; run()" --no-cache
	$(BIN) -m clonus audit

$(VENV)/uv: requirements/uv.lock.txt
	@$(PYTHON) -c "import sys; sys.exit(None if sys.version_info >= (3, 11) else 'Python 3.11 or later is needed: make PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)
	$(BIN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock.txt
	@touch $@

$(VENV)/ready: $(VENV)/uv requirements/dev.lock pyproject.toml build_hook.py
	$(BIN) -m uv pip sync --quiet --python $(BIN) --require-hashes requirements/dev.lock requirements/uv.lock.txt
	$(BIN) -m uv pip install --quiet --python $(BIN) --no-deps --no-build-isolation --editable .
	@touch $@

$(WHEEL_VENV)/ready: $(VENV)/ready $(SOURCES)
	@rm -rf dist build
	$(BIN) -m hatchling build --target wheel
	$(PYTHON) -m venv --without-pip $(WHEEL_VENV)
	$(BIN) -m uv pip sync --quiet --python $(WHEEL_BIN) --require-hashes requirements/dev.lock
	$(BIN) -m uv pip install --quiet --python $(WHEEL_BIN) --no-deps dist/*.whl
	@touch $@

lock:
	$(BIN) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/uv.in -o requirements/uv.lock.txt
	$(BIN) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/dev.in -o requirements/dev.lock

docs: $(VENV)/ready
	$(BIN) docs/generate.py

bench: $(VENV)/ready
	$(BIN) benchmarks/bench.py

clean:
	rm -rf $(VENV) build dist
