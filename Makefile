# Two commands on a fresh Debian 12 or Ubuntu machine do all the set-up: make run, make test.
PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
READY  := $(VENV)/.ready

# What takes much longer when it is watched line by line.
LONG   := tests/visits/test_many_visits.py tests/visits/test_fault_matrix.py tests/visits/test_escape.py \
          tests/visits/test_help_everywhere.py tests/gallery

# Whole visits and services of the system, real but not measured: side by side. They wait for lines, not for processors.
SIDE   := tests/visits tests/accessibility tests/bench tests/demo tests/devices/test_cups_printer.py tests/devices/test_r4_wire.py \
          tests/devices/test_small_devices_wire.py tests/devices/test_vendor_faults.py \
          tests/voice/test_fallback.py tests/voice/test_clip_engine.py tests/voice/test_killed_in_mid_word.py
# Those that measure time: no more at once than processors.
ALONE  := tests/devices
# Real time on a machine that does other things: what fails is tried again, and named.
REAL   := --reruns 3 --reruns-delay 2 -rR

# How many of the soak's walks go at a time: some of them only wait.
HANDS  ?= 3

.PHONY: help run test lint types mypy pyright contracts bench soak gallery build demo clean contact-sheet first-hour

help:             ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 16

$(READY): pyproject.toml .ci/system-packages
	.ci/system-packages
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet --editable '.[dev]'
	@touch $@

run: $(READY)     ## bench, dock and kiosk with synthetic people; on the screen, else over VNC
	$(PY) -m kiosk demo

demo: $(READY)    ## one whole visit without a screen, its pictures and papers in out/demo
	$(PY) -m kiosk demo --headless --person 7 --out out/demo

contact-sheet: demo  ## the README's pictures anew, from out/demo and a visit in 简洁版
	$(PY) -m tests.gallery.contact_sheet out/demo assets/pictures/contact-sheet.png
	$(PY) -m kiosk demo --headless --simple --person 26 --out out/demo-simple
	$(PY) -m tests.gallery.contact_sheet --simple out/demo-simple assets/pictures/contact-sheet-simple.png
	$(PY) -m tests.gallery.tongues_sheet assets/pictures/scripts.png
	$(PY) -m tests.gallery.papers_sheet assets/pictures/papers.png

first-hour: $(READY)  ## FIRST-HOUR.md done as it is written, its pictures anew
	YIBAN_PICTURES=$(CURDIR)/assets/pictures $(PY) -m pytest -q tests/visits/test_first_hour.py

lint: $(READY)    ## ruff, formatting, import contracts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

types: mypy pyright  ## mypy and pyright, both strict

mypy: $(READY)
	$(VENV)/bin/mypy

pyright: $(READY)
	$(VENV)/bin/pyright --pythonpath $(PY)

test: $(READY)    ## everything CI runs but the built folder and the wheels
	$(MAKE) --jobs 2 lint types
	$(PY) -m pytest -q -n 2 --dist worksteal -m "not soak and not wire" $(LONG:%=--ignore %) --cov --cov-report=
	$(PY) -m pytest -q -n 2 --dist worksteal -m "not soak" -o faulthandler_timeout=900 $(LONG)
	$(PY) -m pytest -q -n 5 --dist worksteal -m "wire and not soak" $(REAL) $(SIDE) --cov --cov-append --cov-report=
	$(PY) -m pytest -q -n 2 --dist worksteal -m "wire and not soak" $(REAL) $(ALONE) $(SIDE:%=--ignore %) --cov --cov-append --cov-report=
	$(PY) -m tests.coverage_floors

soak: $(READY)    ## long walks: 5,000 visits, every picture, fifty rounds of every flow each way, 10^6 fuzzed frames, and every fault of every driver as a table
	$(PY) -m pytest -m soak -n $(HANDS) --dist worksteal -o faulthandler_timeout=0 --durations=40
	$(PY) -m tests.devices.r4 out/r4.txt

bench: $(READY)   ## times, sizes and memory, as ratios against a limit or a peer
	$(PY) -m tests.benchmarks --full

gallery: $(READY) ## every page in every size and theme, in out/gallery, and sheets of all to look at in out/gallery/sheets
	YIBAN_GALLERY=out/gallery $(PY) -m pytest tests/gallery -q
	$(PY) -m tests.gallery.sheets out/gallery/sheets

build: $(READY)   ## the runnable folder dist/yiban
	$(VENV)/bin/pyinstaller --noconfirm --log-level WARN kiosk.spec

clean:            ## everything that was made
	rm -rf build dist out var .venv .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
