# The two commands are `make demo` and `make test`; README shows the plain commands behind them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := outputs/demo
EXAMPLE := outputs/example

.PHONY: demo test test-thorough check lock clean

demo: $(STAMP)
	$(BIN)/pads demo $(EXAMPLE)
	$(BIN)/pads ingest $(EXAMPLE)/raw --store $(EXAMPLE)/store
	$(BIN)/pads run --all --params $(EXAMPLE)/params --store $(EXAMPLE)/store --output $(DEMO) --workers 2
	@echo "Open $(DEMO)/index.html"

test: $(STAMP)
	$(BIN)/python -m pytest -n 2

# Also the cases that repeat a test on more partnerships, forces, counties and simulated series.
test-thorough: $(STAMP)
	$(BIN)/python -m pytest -n 2 -m ""

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; assert sys.version_info >= (3, 11), 'pads_analysis needs Python 3.11 or newer; set PYTHON=...'"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

lock:
	$(BIN)/uv pip compile pyproject.toml --extra test --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --output-file requirements.lock

clean:
	rm -rf $(VENV) $(EXAMPLE) $(DEMO)
